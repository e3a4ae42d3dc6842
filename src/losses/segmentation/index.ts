import type { Loss } from "../../core/loss.ts";
import { dice } from "./dice.ts";
import { generalizedDice } from "./generalized-dice.ts";
import { tversky } from "./tversky.ts";

export const segmentation: readonly Loss[] = [dice, tversky, generalizedDice];
