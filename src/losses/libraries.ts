/** Libraries whose choices can be asked for, by the names under which: those in the records of losses are the long ones. */
export const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ["torch", "PyTorch"],
  ["torchvision", "torchvision"],
  ["keras", "Keras"],
  ["optax", "optax"],
  ["sklearn", "scikit-learn"],
  ["tfjs", "TensorFlow.js"],
  ["mlx", "MLX"],
  ["catboost", "CatBoost"],
  ["xgboost", "XGBoost"],
  ["lightgbm", "LightGBM"],
]);
