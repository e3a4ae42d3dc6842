import { load } from "./packs.ts";

load("threads/worker");
