package io.triskel.azure.capture;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import io.triskel.archive.ArchiveObjects;
import io.triskel.azure.AzureErrors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an archive in a container of Blob Storage. Blob Storage cannot start a listing at a name, so this class walks
 * down the folders of the name to continue after: a few requests, for any number of blobs before that name. Blobs are
 * read in pieces of 4 MiB; if a blob is replaced meanwhile, reading fails.
 */
public final class ContainerBlobs implements ArchiveObjects {
    private static final int PIECE = 4 << 20;
    private static final int PAGE = 1_000;

    /** The metadata key that marks a blob as a folder, in accounts with a hierarchical namespace. */
    private static final String IS_FOLDER = "hdi_isfolder";

    private static final Comparator<String> BY_NAME =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final BlobContainerClient client;

    /** Makes no request yet. */
    public ContainerBlobs(BlobContainerClient client) {
        this.client = client;
    }

    @Override
    public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
        Page page = new Page(limit);
        try {
            if (after.isPresent()) {
                page.addBehind(prefix, after.get());
            } else {
                page.addAll(prefix);
            }
        } catch (RuntimeException e) {
            throw new IOException(
                    "Cannot list container " + client.getBlobContainerName() + ": " + AzureErrors.message(e), e);
        }
        return page.names;
    }

    @Override
    public InputStream open(String object) throws IOException {
        try {
            return client.getBlobClient(object).openInputStream(new BlobInputStreamOptions().setBlockSize(PIECE));
        } catch (RuntimeException e) {
            String where = "blob '" + object + "' in container " + client.getBlobContainerName();
            if (e instanceof BlobStorageException answer
                    && BlobErrorCode.BLOB_NOT_FOUND.equals(answer.getErrorCode())) {
                FileNotFoundException gone = new FileNotFoundException("There is no " + where);
                gone.initCause(e);
                throw gone;
            }
            throw new IOException("Cannot open " + where + ": " + AzureErrors.message(e), e);
        }
    }

    /** The names collected for one page. */
    private final class Page {
        final List<String> names = new ArrayList<>();
        private final int limit;

        Page(int limit) {
            this.limit = limit;
        }

        void addAll(String prefix) {
            for (BlobItem blob : client.listBlobs(options(prefix, Math.min(PAGE, limit)), null)) {
                if (isFull()) {
                    return;
                }
                add(blob);
            }
        }

        /**
         * Adds the names that sort after {@code name}: all names of a folder that sorts after it, some of a folder that
         * contains it, and none of other folders.
         */
        void addBehind(String prefix, String name) {
            if (!name.startsWith(prefix)) {
                if (BY_NAME.compare(prefix, name) > 0) {
                    addAll(prefix);
                }
                return;
            }
            for (PagedResponse<BlobItem> response : client.listBlobsByHierarchy("/", options(prefix, PAGE), null)
                    .iterableByPage()) {
                // A response lists folders and blobs separately, each sorted, so they are merged here.
                response.getValue().stream()
                        .sorted(Comparator.comparing(BlobItem::getName, BY_NAME))
                        .forEach(item -> addBehind(item, name));
                if (isFull()) {
                    return;
                }
            }
        }

        private void addBehind(BlobItem item, String name) {
            if (isFull()) {
                return;
            }
            if (Boolean.TRUE.equals(item.isPrefix())) {
                addBehind(item.getName(), name);
            } else if (BY_NAME.compare(item.getName(), name) > 0) {
                add(item);
            }
        }

        private void add(BlobItem blob) {
            Map<String, String> metadata = blob.getMetadata();
            if (metadata == null || !"true".equals(metadata.get(IS_FOLDER))) {
                names.add(blob.getName());
            }
        }

        private boolean isFull() {
            return names.size() >= limit;
        }

        private ListBlobsOptions options(String prefix, int pageSize) {
            return new ListBlobsOptions()
                    .setPrefix(prefix)
                    .setMaxResultsPerPage(pageSize)
                    .setDetails(new BlobListDetails().setRetrieveMetadata(true));
        }
    }
}
