# pandas alone; the variant is the parser of its read_csv.
import sys

import numpy as np
import pandas as pd

task, file, out, variant = sys.argv[1:5]

if file.endswith(".ndjson"):
    table = pd.read_json(file, lines=True)
else:
    table = pd.read_csv(file, engine=variant)

if task == "ce":
    logits = table.iloc[:, :10].to_numpy()
    top = logits.max(axis=1)
    chosen = logits[np.arange(len(logits)), table["target"].to_numpy()]
    print(repr(float((np.log(np.exp(logits - top[:, None]).sum(axis=1)) + top - chosen).mean())))
else:
    difference = table["pred"] - table["target"]
    if task == "mse":
        print(repr(float((difference**2).mean())))
    else:
        rows = pd.DataFrame({"loss": difference**2, "grad_pred": 2 * difference / len(difference)})
        rows.to_csv(out, index_label="index")
