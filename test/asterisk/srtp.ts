import { createCipheriv, createHmac } from 'node:crypto';

/** SDES keys: 16 bytes of key and 14 of salt (RFC 4568, AES_CM_128_HMAC_SHA1_80). */
export type SrtpKeys = { readonly key: Buffer; readonly auth: Buffer; readonly salt: Buffer };

const counterMode = (key: Buffer, iv: Buffer, data: Buffer): Buffer => {
  const cipher = createCipheriv('aes-128-ctr', key, iv);
  return Buffer.concat([cipher.update(data), cipher.final()]);
};

/** The keys of a stream (RFC 3711 section 4.3). @param inline base64, as in `a=crypto` */
export function srtpKeys(inline: string): SrtpKeys {
  const master = Buffer.from(inline, 'base64');
  const derive = (label: number, length: number): Buffer => {
    const iv = Buffer.concat([master.subarray(16, 30), Buffer.alloc(2)]);
    iv[7] = (iv[7] ?? 0) ^ label;
    return counterMode(master.subarray(0, 16), iv, Buffer.alloc(length));
  };
  return { key: derive(0, 16), auth: derive(1, 20), salt: derive(2, 14) };
}

/** Encrypts, or decrypts, the payload of a packet with the usual 12 bytes of header (section 4.1.1); sequence numbers below 65,536. */
function crypt(keys: SrtpKeys, packet: Buffer): Buffer {
  const iv = Buffer.concat([keys.salt, Buffer.alloc(2)]);
  for (let i = 0; i < 4; i++) iv[4 + i] = (iv[4 + i] ?? 0) ^ (packet[8 + i] ?? 0);
  for (let i = 0; i < 2; i++) iv[12 + i] = (iv[12 + i] ?? 0) ^ (packet[2 + i] ?? 0);
  return Buffer.concat([packet.subarray(0, 12), counterMode(keys.key, iv, packet.subarray(12))]);
}

/** The first 80 bits of HMAC-SHA1 over packet and roll-over counter, which is 0 in a short call. */
const tagOf = (keys: SrtpKeys, packet: Buffer): Buffer =>
  createHmac('sha1', keys.auth).update(packet).update(Buffer.alloc(4)).digest().subarray(0, 10);

export function protect(keys: SrtpKeys, packet: Buffer): Buffer {
  const encrypted = crypt(keys, packet);
  return Buffer.concat([encrypted, tagOf(keys, encrypted)]);
}

/** @returns null for a packet that was not made with these keys */
export function unprotect(keys: SrtpKeys, packet: Buffer): Buffer | null {
  const encrypted = packet.subarray(0, -10);
  return tagOf(keys, encrypted).equals(packet.subarray(-10)) ? crypt(keys, encrypted) : null;
}
