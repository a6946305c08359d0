/** What the sample's model is registered as: what it is, an EfficientNet-Lite0 (samples/single-model/create-model.yaml says the same). */
export const sampleModelName = 'efficientnet-lite0';
