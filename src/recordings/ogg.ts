/**
 * Two Ogg files with one Opus channel each become one with both (RFC 3533, 6716, 7845). Encoded as a stereo pair, as any encoder
 * would, one channel is heard in the other (at 24 kbit/s 21 dB below, with Opus's speech mode 4 dB): then it could not be told who said what.
 */

const magic = 'OggS';
const headerBytes = 27;
/** What a page may hold at most. */
const mostSegments = 255;
const fullSegment = 255;

/** Opus counts in samples of 48 kHz, whatever was recorded. */
export const granulesPerMs = 48;
/** One packet is 20 ms. */
const granulesPerPacket = 20 * granulesPerMs;
/** A page ends after so many packets: a second is the step of seeking. */
const packetsPerPage = 50;

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ ((crc & 0x8000_0000) === 0 ? 0 : 0x04c1_1db7);
  return crc >>> 0;
});

function crcOf(page: Buffer): number {
  let crc = 0;
  for (const byte of page) crc = ((crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return crc;
}

/** Takes the packets out of an Ogg stream that comes in pieces of any size. */
export class PacketReader {
  #rest: Buffer = Buffer.alloc(0);
  #begun: Buffer[] = [];

  /** @returns the packets that are whole now. @throws Error when it is no Ogg stream */
  add(piece: Buffer): Buffer[] {
    let bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const packets: Buffer[] = [];
    for (let length = pageLength(bytes); length !== null; length = pageLength(bytes)) {
      this.#page(bytes.subarray(0, length), packets);
      bytes = bytes.subarray(length);
    }
    this.#rest = Buffer.from(bytes);
    return packets;
  }

  #page(page: Buffer, packets: Buffer[]): void {
    const segments = page.readUInt8(26);
    let at = headerBytes + segments;
    for (const length of page.subarray(headerBytes, at)) {
      this.#begun.push(Buffer.from(page.subarray(at, at + length)));
      at += length;
      if (length === fullSegment) continue;
      packets.push(Buffer.concat(this.#begun));
      this.#begun = [];
    }
  }
}

/** How long the page is that these bytes begin with; null: not all of it is there. */
function pageLength(bytes: Buffer): number | null {
  if (bytes.length < headerBytes) return null;
  if (bytes.toString('latin1', 0, 4) !== magic) throw new Error('this is no Ogg stream');
  const segments = bytes.readUInt8(26);
  if (bytes.length < headerBytes + segments) return null;
  const length = bytes
    .subarray(headerBytes, headerBytes + segments)
    .reduce((sum, segment) => sum + segment, headerBytes + segments);
  return bytes.length < length ? null : length;
}

/** How an Opus packet's length is written (RFC 6716, 3.2.1). */
const lengthOf = (bytes: number): Buffer =>
  bytes < 252 ? Buffer.of(bytes) : Buffer.of(252 + (bytes & 3), Math.floor((bytes - 252 - (bytes & 3)) / 4));

/**
 * A packet that says itself where it ends (RFC 6716, appendix B), as all but the last of a moment must.
 * @throws Error for more than one frame in a packet, which a 20 ms packet never has
 */
function selfDelimited(packet: Buffer): Buffer {
  const toc = packet.readUInt8(0);
  if ((toc & 3) !== 0) throw new Error('an Opus packet has more than one frame');
  return Buffer.concat([Buffer.of(toc), lengthOf(packet.length - 1), packet.subarray(1)]);
}

/** The identification header: two channels, each a stream of its own (RFC 7845, 5.1). */
function opusHead(preSkip: number): Buffer {
  const head = Buffer.alloc(23);
  head.write('OpusHead', 0, 'latin1');
  head.set([1, 2], 8);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(8_000, 12);
  head.set([1, 2, 0, 0, 1], 18);
  return head;
}

function opusTags(tags: Readonly<Record<string, string>>): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const comments = Object.entries(tags).map(([name, value]) => text(`${name}=${value}`));
  const count = Buffer.alloc(4);
  count.writeUInt32LE(comments.length);
  return Buffer.concat([Buffer.from('OpusTags', 'latin1'), text('hotline12345'), count, ...comments]);
}

/** Makes the file with both channels, moment by moment. */
export class StereoWriter {
  readonly #readers = [new PacketReader(), new PacketReader()] as const;
  readonly #packets: readonly [Buffer[], Buffer[]] = [[], []];
  readonly #tags: Readonly<Record<string, string>>;
  #waiting: Buffer[] = [];
  #preSkip: number | null = null;
  #moments = 0;
  #pages = 0;

  /** @param tags written into the file, for whoever it is given to */
  constructor(tags: Readonly<Record<string, string>> = {}) {
    this.#tags = tags;
  }

  /** A piece of one channel's file, 0 left, 1 right. @returns pages that are whole now */
  add(channel: 0 | 1, piece: Buffer): Buffer[] {
    this.#packets[channel].push(...this.#readers[channel].add(piece));
    const pages: Buffer[] = [];
    const [left, right] = this.#packets;
    while (left.length > 0 && right.length > 0) pages.push(...this.#moment(left.shift(), right.shift()));
    return pages;
  }

  /** The last page. @param durationMs where the sound ends; the last packet may go beyond. @throws Error when a channel lacks packets */
  end(durationMs: number): Buffer[] {
    const [left, right] = this.#packets;
    if (left.length + right.length > 0 || this.#preSkip === null)
      throw new Error('the channels are not equally long');
    const end = this.#preSkip + Math.round(durationMs * granulesPerMs);
    return [
      this.#page(this.#waiting, { granule: Math.min(end, this.#moments * granulesPerPacket), last: true }),
    ];
  }

  #moment(left: Buffer = Buffer.alloc(0), right: Buffer = Buffer.alloc(0)): Buffer[] {
    if (this.#preSkip === null) {
      this.#preSkip = left.readUInt16LE(10);
      return [
        this.#page([opusHead(this.#preSkip)], { granule: 0 }),
        this.#page([opusTags(this.#tags)], { granule: 0 }),
      ];
    }
    if (left.toString('latin1', 0, 8) === 'OpusTags') return [];
    // A page is written when the next packet is there, so that the last one is never empty.
    const full = this.#waiting.length === packetsPerPage;
    const page = full ? [this.#page(this.#waiting, { granule: this.#moments * granulesPerPacket })] : [];
    if (full) this.#waiting = [];
    this.#waiting.push(Buffer.concat([selfDelimited(left), right]));
    this.#moments += 1;
    return page;
  }

  #page(packets: readonly Buffer[], { granule, last = false }: { granule: number; last?: boolean }): Buffer {
    const lacing = packets.flatMap(({ length }) => [
      ...Array.from({ length: Math.floor(length / fullSegment) }, () => fullSegment),
      length % fullSegment,
    ]);
    if (lacing.length > mostSegments) throw new Error('an Ogg page would be too long');
    const header = Buffer.alloc(headerBytes);
    header.write(magic, 0, 'latin1');
    header.writeUInt8((this.#pages === 0 ? 2 : 0) | (last ? 4 : 0), 5);
    header.writeBigUInt64LE(BigInt(granule), 6);
    header.writeUInt32LE(1, 14);
    header.writeUInt32LE(this.#pages, 18);
    header.writeUInt8(lacing.length, 26);
    this.#pages += 1;
    const page = Buffer.concat([header, Buffer.from(lacing), ...packets]);
    page.writeUInt32LE(crcOf(page), 22);
    return page;
  }
}
