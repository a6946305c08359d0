import type { PanelState, PanelStrings, PictureView } from '../../src/protocol/invokePanel';
import { createButton } from './button';
import { element, icon, setText } from './element';
import { createFailure } from './failure';
import type { Host } from './host';
import { createModelPixels } from './modelPixels';
import type { Part } from './part';

/** What goes in: the picture as it is, and beside it the pixels that the model got. */
export function createPicture(strings: PanelStrings, host: Host): Part {
  const heading = element('h2', 'heading', strings.picture);
  heading.id = 'picture-heading';
  const change = createButton(strings.choosePicture, 'secondary', () => {
    host.tell('act', { action: 'choosePicture' });
  });
  change.classList.add('quiet');
  const original = createOriginal(strings);
  const pixels = createModelPixels(strings);
  const failure = createFailure(['picture'], strings, host);
  const facts = element('p', 'picture-facts');
  const section = element(
    'section',
    'picture',
    element('div', 'section-head', heading, change),
    failure.element,
    element('div', 'figures', original.element, pixels.element),
    facts,
  );
  section.setAttribute('aria-labelledby', heading.id);
  return {
    element: section,
    update: (state) => {
      original.update(state);
      pixels.update(state);
      failure.update(state);
      setText(facts, state.prepared?.facts.join(' · ') ?? '');
    },
  };
}

function createOriginal(strings: PanelStrings): Part {
  const image = element('img', 'original');
  const words = element('p', '');
  const placeholder = element('div', 'no-original', icon('file-media'), words);
  const caption = element('figcaption', 'caption');
  let natural = '';
  let state: PictureView | undefined;
  const showCaption = (): void => {
    const size = (state?.size ?? natural).replaceAll(' ', '\u00a0'); // stays in one line
    setText(caption, state ? [state.name, size].filter((text) => text !== '').join(' · ') : '');
  };
  image.addEventListener('load', () => {
    natural = `${image.naturalWidth} × ${image.naturalHeight}`;
    showCaption();
  });
  // What the browser cannot draw is not shown as a broken picture; the decoder of the host may still read it.
  image.addEventListener('error', () => {
    image.hidden = true;
    placeholder.hidden = false;
    setText(words, insteadOf(state, strings));
  });
  return {
    element: element('figure', 'figure', element('div', 'frame frame-original', image, placeholder), caption),
    update: ({ picture }: PanelState) => {
      const other = picture?.source !== state?.source || picture?.name !== state?.name || state === undefined;
      state = picture;
      if (other) {
        natural = '';
        showOriginal(image, placeholder, picture);
      }
      setText(words, insteadOf(picture, strings));
      showCaption();
    },
  };
}

/** What stands where nothing is drawn. Of what is no picture the failure tells; that the model could still get it would be wrong. */
function insteadOf(picture: PictureView | undefined, strings: PanelStrings): string {
  if (picture === undefined) {
    return strings.noPicture;
  }
  return picture.unreadable === true ? '' : strings.notDrawn;
}

function showOriginal(image: HTMLImageElement, placeholder: HTMLElement, picture: PictureView | undefined): void {
  image.hidden = picture?.source === undefined;
  placeholder.hidden = !image.hidden;
  if (picture?.source === undefined) {
    image.removeAttribute('src');
    return;
  }
  image.alt = picture.name;
  if (image.getAttribute('src') !== picture.source) {
    image.src = picture.source;
  }
}
