import type { PanelState, PanelStrings, PreparedView } from '../../src/protocol/invokePanel';
import { element } from './element';
import type { Part } from './part';

/** CSS pixels; most classifiers take 224 × 224, which is then shown pixel by pixel. */
const widest = 224;

/** The very pixels that went into the tensor, without smoothing: small ones enlarged by a whole number, large ones made to fit. */
export function createModelPixels(strings: PanelStrings): Part {
  const canvas = element('canvas', 'model-pixels');
  canvas.setAttribute('role', 'img');
  const frame = element('div', 'frame frame-model', canvas);
  const figure = element('figure', 'figure figure-model', frame, element('figcaption', 'caption', strings.whatTheModelGets));
  let shown: string | undefined;
  return {
    element: figure,
    update: ({ prepared, picture, answer }: PanelState) => {
      figure.hidden = picture === undefined;
      canvas.hidden = prepared === undefined;
      frame.classList.toggle('is-empty', prepared === undefined);
      figure.classList.toggle('is-past', answer?.past !== undefined);
      if (prepared === undefined || prepared.pixels.rgba === shown) {
        return;
      }
      shown = prepared.pixels.rgba;
      canvas.setAttribute('aria-label', [picture?.name, strings.whatTheModelGets].filter((text) => text !== undefined).join(', '));
      draw(canvas, prepared.pixels);
    },
  };
}

function draw(canvas: HTMLCanvasElement, { width, height, rgba }: PreparedView['pixels']): void {
  canvas.width = width;
  canvas.height = height;
  const bytes = Uint8ClampedArray.from(atob(rgba), (character) => character.charCodeAt(0));
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0);
  const longer = Math.max(width, height);
  const scale = longer > widest ? widest / longer : Math.max(1, Math.floor(widest / longer));
  canvas.style.width = `${Math.round(width * scale)}px`;
  canvas.classList.toggle('is-reduced', scale < 1);
}
