import { expect, test } from "vitest";
import { KeepingSink, makeWriter, SUMMARY } from "./support.ts";

test("writes the values alone, one a line", async () => {
  const sink = new KeepingSink();
  const writer = makeWriter("quiet", sink, { perSample: false, grad: false });
  await writer.finish([SUMMARY, { ...SUMMARY, value: -0 }, { ...SUMMARY, value: Infinity }]);
  expect(sink.text).toBe("0.5\n-0\nInfinity\n");
});
