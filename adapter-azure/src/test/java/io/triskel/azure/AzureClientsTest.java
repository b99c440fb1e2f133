package io.triskel.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.storage.blob.BlobClient;
import io.triskel.publish.RejectionCause;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("local-clouds")
@ExtendWith(LocalStorage.class)
class AzureClientsTest {
    private static final String NOWHERE =
            "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0"
                    + ";TableEndpoint=http://127.0.0.1:1/devstoreaccount1;";

    @Test
    void tables_and_blobs_are_reached_by_one_connection_string(LocalStorage.Running storage) {
        storage.process().createTable("clients");
        storage.process().createContainer("clients");
        TableClient table = storage.clients().tables().getTableClient("clients");
        BlobClient blob = AzureBlobs.client(storage.clients())
                .getBlobContainerClient("clients")
                .getBlobClient("one");

        table.createEntity(new TableEntity("a", "1").addProperty("text", "of a row"));
        blob.upload(BinaryData.fromString("of a blob"));

        assertThat(table.getEntity("a", "1").getProperty("text")).isEqualTo("of a row");
        assertThat(blob.downloadContent()).hasToString("of a blob");
    }

    @Test
    void a_table_that_does_not_exist_is_not_found(LocalStorage.Running storage) {
        TableClient table = storage.clients()
                .tables()
                .getTableClient("t" + UUID.randomUUID().toString().replace("-", ""));

        assertThatThrownBy(() -> table.createEntity(new TableEntity("a", "1")))
                .satisfies(failure -> assertThat(AzureErrors.causeOf(failure)).isEqualTo(RejectionCause.NOT_FOUND));
    }

    @Test
    void a_service_that_is_not_there_is_transient() {
        try (AzureClients clients = AzureClients.of(AzureSettings.from(
                Map.of("TRISKEL_AZURE_STORAGE_CONNECTION", NOWHERE), Set.of(AzureSettings.Service.TABLES)))) {
            TableClient table = clients.tables().getTableClient("nowhere");

            assertThatThrownBy(() -> table.getEntity("a", "1"))
                    .satisfies(
                            failure -> assertThat(AzureErrors.causeOf(failure)).isEqualTo(RejectionCause.TRANSIENT));
        }
    }

    @Test
    void what_the_environment_does_not_say_is_asked_for_by_name() {
        try (AzureClients clients = AzureClients.of(AzureSettings.from(Map.of(), Set.of()))) {
            assertThatThrownBy(clients::tables)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Set TRISKEL_AZURE_STORAGE_CONNECTION or TRISKEL_AZURE_TABLES_ENDPOINT");
        }
    }
}
