package io.triskel.azure;

import com.azure.storage.blob.BlobServiceAsyncClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.triskel.azure.AzureSettings.Service;

/**
 * The clients of Blob Storage, made as those of {@link AzureClients} are. A class of its own, so that only applications that use
 * blobs need {@code azure-storage-blob} on the class path.
 */
public final class AzureBlobs {
    private AzureBlobs() {}

    /** {@return a client of the account, whose calls block} It needs no closing. */
    public static BlobServiceClient client(AzureClients clients) {
        return builder(clients).buildClient();
    }

    /** {@return a client of the account, whose calls do not block} It needs no closing. */
    public static BlobServiceAsyncClient asyncClient(AzureClients clients) {
        return builder(clients).buildAsyncClient();
    }

    private static BlobServiceClientBuilder builder(AzureClients clients) {
        int seconds = (int)
                Math.max(1, clients.settings().callTimeout().plusMillis(999).toSeconds());
        BlobServiceClientBuilder builder = new BlobServiceClientBuilder()
                .httpClient(clients.http())
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, seconds, null, null, null));
        return clients.settings()
                .access(Service.BLOBS)
                .fold(
                        connection -> builder.connectionString(connection.string()),
                        identity -> builder.endpoint(identity.address()).credential(clients.credential()));
    }
}
