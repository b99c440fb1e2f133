package io.triskel.azure;

import com.azure.storage.blob.BlobServiceAsyncClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.triskel.azure.AzureSettings.Service;

/**
 * Creates clients of Blob Storage, with the settings of {@link AzureClients}. A separate class, so that only
 * applications that use blobs need {@code azure-storage-blob} on the class path.
 */
public final class AzureBlobs {
    private AzureBlobs() {}

    /** {@return a blocking client of the account} It needs no closing. */
    public static BlobServiceClient client(AzureClients clients) {
        return builder(clients).buildClient();
    }

    /** {@return a non-blocking client of the account} It needs no closing. */
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
