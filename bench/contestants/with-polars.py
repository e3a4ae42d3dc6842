# Polars from Python, which is often ahead of nodejs-polars; variants as in polars.mjs.
import sys

import polars as pl

task, file, out, variant = sys.argv[1:5]

logits = [f"logit_{index}" for index in range(10)]
if task == "ce":
    schema = {name: pl.Float64 for name in logits} | {"target": pl.Int64}
else:
    schema = {"pred": pl.Float64, "target": pl.Float64}
json = file.endswith(".ndjson")
engine = "streaming" if variant == "streaming" else "auto"


def source():
    if variant == "read":
        read = pl.read_ndjson(file, schema=schema) if json else pl.read_csv(file, schema=schema, quote_char=None)
        return read.lazy()
    return pl.scan_ndjson(file, schema=schema) if json else pl.scan_csv(file, schema=schema, quote_char=None)


difference = pl.col("pred") - pl.col("target")

if task == "rows":
    # read once and kept, or scanned twice
    frame = source()
    count = frame.select(pl.len()).collect(engine=engine).item()
    rows = frame.with_row_index("index").select(
        "index", loss=difference * difference, grad_pred=2 * difference / count
    )
    rows.collect().write_csv(out) if variant == "read" else rows.sink_csv(out, engine=engine)
else:
    frame = source()
    if task == "ce":
        chosen = pl.col(logits[0])
        for index, name in enumerate(logits):
            chosen = pl.when(pl.col("target") == index).then(pl.col(name)).otherwise(chosen)
        top = pl.col("top")
        exps = [(pl.col(name) - top).exp() for name in logits]
        frame = frame.with_columns(top=pl.max_horizontal(logits))
        value = sum(exps[1:], exps[0]).log() + top - chosen
    else:
        value = difference * difference
    print(repr(frame.select(value.mean()).collect(engine=engine).item()))
