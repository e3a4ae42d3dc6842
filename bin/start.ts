#!/usr/bin/env node
import { startAhead } from "./ahead.ts";
import { keepCode, useCodeOfLongRuns } from "./code-cache.ts";
import { load } from "./packs.ts";

const thread = startAhead(process.argv.slice(2));
if (thread) useCodeOfLongRuns();
(load("start/loss") as typeof import("./loss.ts")).start({ thread, keepCode });
