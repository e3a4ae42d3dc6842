import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // whole runs of the command start processes, on machines that may be busy
    testTimeout: 240_000,
  },
});
