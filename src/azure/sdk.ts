/**
 * The Azure SDKs as this room uses them: transports. Built into dist/azure.js, which is loaded with the first request.
 * Nothing of ours may live here: the file exists twice in memory if somebody imports it statically.
 */
export { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
export { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
export { ContainerClient, StorageSharedKeyCredential, newPipeline } from '@azure/storage-blob';
