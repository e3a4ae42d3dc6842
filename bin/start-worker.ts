import { useCodeOfLongRuns } from "./code-cache.ts";
import { load } from "./packs.ts";

useCodeOfLongRuns();
load("threads/worker");
