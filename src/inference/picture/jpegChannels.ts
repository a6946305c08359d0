/**
 * Number of channels in the frame header (SOF) of a JPEG: 1 grey, 3 colour, 4 CMYK. Undefined where the segments do not lead to one.
 * ITU-T T.81, B.1.1 and B.2.2: every segment before the frame has a marker and its length.
 */
export function jpegChannels(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 10 <= bytes.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      // Any number of fill bytes may stand in front of a marker.
      at++;
    } else if (isFrame(marker)) {
      return view.getUint8(at + 9);
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return undefined;
}

/** SOF0 to SOF15, without the tables (DHT, DAC) and the reserved marker in between. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
