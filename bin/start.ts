#!/usr/bin/env node
import { load } from "./packs.ts";

load("start/loss");
