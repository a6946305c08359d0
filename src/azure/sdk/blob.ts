export { ContainerClient, StorageSharedKeyCredential, newPipeline } from '@azure/storage-blob';
