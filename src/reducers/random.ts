const GOLDEN = 0x9e3779b9;

/** Mixes the bits of a 32-bit number (the finaliser of MurmurHash3). */
export function mix(x: number): number {
  let z = x;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

/** 32 random bits at each call, always the same for a seed: xoshiro128** (Blackman and Vigna, 2018). */
export function generator(seed: number): () => number {
  let state = seed | 0;
  const next = (): number => {
    state = (state + GOLDEN) | 0;
    return mix(state) | 0;
  };
  let [a, b, c, d] = [next(), next(), next(), next()];
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
}
