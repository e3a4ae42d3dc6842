// The whole file in memory ("read"), the lazy plan ("scan"), or that on the streaming engine ("streaming").
import pl from "nodejs-polars";

const [task, file, out, variant] = process.argv.slice(2);

const logits = [...Array(10).keys()].map((index) => `logit_${index}`);
const names = task === "ce" ? logits : ["pred", "target"];
const schema = Object.fromEntries(names.map((name) => [name, pl.Float64]));
if (task === "ce") schema.target = pl.Int64;

const streaming = variant === "streaming";
const collected = async (frame) => (variant === "read" ? frame : await frame.collect({ streaming }));

function source() {
  if (file.endsWith(".ndjson")) return pl.scanJson(file, { schema });
  // only the reader can do without quotes
  return variant === "read" ? pl.readCSV(file, { schema, quoteChar: "" }) : pl.scanCSV(file, { schema });
}

const difference = pl.col("pred").sub(pl.col("target"));
const square = difference.mul(difference);
const rows = (count) => ["index", square.alias("loss"), difference.mul(2).div(count).alias("grad_pred")];

async function write() {
  if (variant === "read") {
    const frame = source().withRowIndex("index");
    frame.select(...rows(frame.height)).writeCSV(out);
    return;
  }
  const count = (await source().select(pl.len()).collect({ streaming })).row(0)[0];
  await source()
    .withRowIndex("index")
    .select(...rows(count))
    .sinkCSV(out)
    .collect({ streaming });
}

function crossEntropy(frame) {
  const top = pl.col("top");
  const sum = logits.map((name) => pl.col(name).sub(top).exp()).reduce((a, b) => a.add(b));
  const chosen = logits.slice(1).reduce(
    (rest, name, i) =>
      pl
        .when(pl.col("target").eq(pl.lit(i + 1)))
        .then(pl.col(name))
        .otherwise(rest),
    pl.col(logits[0]),
  );
  return frame
    .withColumn(pl.maxHorizontal(logits.map((name) => pl.col(name))).alias("top"))
    .select(sum.log(Math.E).add(top).sub(chosen).mean().alias("value"));
}

if (task === "rows") await write();
else {
  const frame = task === "ce" ? crossEntropy(source()) : source().select(square.mean().alias("value"));
  process.stdout.write(`${(await collected(frame)).row(0)[0]}\n`);
}
