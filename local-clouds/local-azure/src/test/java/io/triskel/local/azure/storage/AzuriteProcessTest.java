package io.triskel.local.azure.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import com.azure.data.tables.models.TableTransactionFailedException;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.azure.roles.RoleAssignment;
import io.triskel.local.azure.roles.RoleAssignments;
import io.triskel.local.proxy.HttpProxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What every store is built on: conditional writes, entity groups and ordered queries, through the real SDK. */
@Tag("local-clouds")
@TestInstance(Lifecycle.PER_CLASS)
class AzuriteProcessTest {
    private final AzuriteProcess azurite = AzuriteProcess.start(NodeTools.projectRoot());

    @AfterAll
    void close() {
        azurite.close();
        assertThat(azurite.isAlive()).isFalse();
    }

    @Test
    void of_sixteen_that_create_the_same_entity_one_wins() {
        TableClient table = table("race");

        long winners = IntStream.range(0, 16)
                .parallel()
                .filter(writer -> {
                    try {
                        table.createEntity(new TableEntity("same", "same"));
                        return true;
                    } catch (TableServiceException e) {
                        return false;
                    }
                })
                .count();

        assertThat(winners).isEqualTo(1);
    }

    @Test
    void an_entity_group_with_a_conflict_writes_nothing_and_order_is_that_of_the_row_keys() {
        TableClient table = table("groups");
        table.submitTransaction(List.of(create("0002"), create("0001")));

        assertThatThrownBy(() -> table.submitTransaction(List.of(create("0003"), create("0001"))))
                .isInstanceOfSatisfying(
                        TableTransactionFailedException.class,
                        e -> assertThat(e.getValue().getErrorCode()).hasToString("EntityAlreadyExists"));

        assertThat(table.listEntities().stream().map(TableEntity::getRowKey)).containsExactly("0001", "0002");
    }

    @Test
    void containers_take_blobs() {
        azurite.createContainer("archive");
        BlobContainerClient container = new BlobServiceClientBuilder()
                .connectionString(azurite.connectionString())
                .buildClient()
                .getBlobContainerClient("archive");

        container.getBlobClient("a/b").upload(BinaryData.fromString("text"));

        assertThat(container.getBlobClient("a/b").downloadContent()).hasToString("text");
    }

    @Test
    void an_identity_reads_and_writes_the_tables_on_which_it_has_a_role() {
        String contributor = "Storage Table Data Contributor";
        RoleAssignments roles = RoleAssignments.enforced();
        roles.give(
                "app",
                List.of(
                        new RoleAssignment(contributor, "tableServices/default/tables/mine"),
                        new RoleAssignment("Storage Table Data Reader", "tableServices/default/tables/foreign"),
                        new RoleAssignment(contributor, "tableServices/default/tables/idle")));
        TableServiceClient app = new TableServiceClientBuilder()
                .connectionString(azurite.connectionString("app", roles))
                .buildClient();
        TableClient foreign = app.getTableClient("foreign");
        table("foreign").createEntity(new TableEntity("stream", "0001"));
        TableClient mine = table("mine");

        app.getTableClient("mine").submitTransaction(List.of(create("0001"), create("0002")));
        app.getTableClient("mine").deleteEntity("stream", "0002");

        assertThat(mine.listEntities().stream().map(TableEntity::getRowKey)).containsExactly("0001");
        assertThat(app.getTableClient("mine").getEntity("stream", "0001").getProperty("value"))
                .isEqualTo("0001");
        assertThat(foreign.getEntity("stream", "0001").getRowKey()).isEqualTo("0001");
        assertDenied(() -> foreign.createEntity(new TableEntity("stream", "0002")));
        assertDenied(() -> foreign.deleteEntity("stream", "0001"));
        assertDenied(() -> foreign.updateEntity(new TableEntity("stream", "0001")));
        assertThatThrownBy(() -> foreign.submitTransaction(List.of(create("0003"))))
                .hasMessageContaining("AuthorizationPermissionMismatch");
        assertDenied(() -> app.getTableClient("unknown").getEntity("stream", "0001"));
        assertDenied(() -> app.createTable("another"));
        assertThat(roles.refused())
                .hasSize(4)
                .contains("app: Microsoft.Storage/storageAccounts/tableServices/tables/entities/write on"
                        + " tableServices/default/tables/foreign");
        assertThat(roles.unused())
                .isEqualTo(Map.of("app", Set.of(contributor + " on tableServices/default/tables/idle")));
    }

    private static void assertDenied(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TableServiceException.class, denied -> {
            assertThat(denied.getResponse().getStatusCode()).isEqualTo(403);
            assertThat(denied.getValue().getErrorCode()).hasToString("AuthorizationPermissionMismatch");
        });
    }

    @Test
    void what_exists_is_not_created_again() {
        azurite.createTable("once");
        azurite.createContainer("once");

        assertThatThrownBy(() -> azurite.createTable("once")).hasMessageContaining("TableAlreadyExists");
        assertThatThrownBy(() -> azurite.createContainer("once")).hasMessageContaining("ContainerAlreadyExists");
    }

    @Test
    void a_client_that_dies_in_the_middle_of_a_request_ends_nobody_else() throws Exception {
        String half = "POST /devstoreaccount1/Tables HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{";
        for (int i = 0; i < 5; i++) {
            int port = azurite.tableEndpoint().getPort();
            try (Socket dying = new Socket(InetAddress.getLoopbackAddress(), port)) {
                dying.getOutputStream().write(half.getBytes(StandardCharsets.UTF_8));
            }
        }

        azurite.createTable("afterit");

        assertThat(azurite.isAlive()).isTrue();
    }

    @Test
    void a_proxy_before_the_tables_refuses_as_the_service_does_when_it_is_busy() {
        HttpProxy proxy = azurite.proxy(new FaultPlan(1));
        TableClient table = table("busy", azurite.connectionString(proxy));
        proxy.faults().next(1, "POST", new Fault.Refused("ServerBusy"));

        assertThatThrownBy(() -> table.createEntity(new TableEntity("stream", "row")))
                .isInstanceOfSatisfying(TableServiceException.class, busy -> {
                    assertThat(busy.getResponse().getStatusCode()).isEqualTo(503);
                    assertThat(busy.getValue().getErrorCode()).hasToString("ServerBusy");
                });

        assertThat(table.listEntities()).isEmpty();
    }

    @Test
    void an_answer_that_a_proxy_loses_is_that_of_a_write_that_was_made() {
        HttpProxy proxy = azurite.proxy(new FaultPlan(1));
        TableClient table = table("lost", azurite.connectionString(proxy));
        proxy.faults().next(1, "POST", new Fault.LostResponse());

        assertThatThrownBy(() -> table.submitTransaction(List.of(create("1"), create("2"))))
                .isInstanceOf(RuntimeException.class);

        assertThat(table.listEntities()).hasSize(2);
        assertThat(proxy.requests().byOperation()).containsEntry("POST /devstoreaccount1/$batch", 1L);
    }

    private TableClient table(String name) {
        return table(name, azurite.connectionString());
    }

    /** A client that tries once. */
    private TableClient table(String name, String connection) {
        azurite.createTable(name);
        return new TableServiceClientBuilder()
                .connectionString(connection)
                .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
                .buildClient()
                .getTableClient(name);
    }

    private static TableTransactionAction create(String row) {
        TableEntity entity = new TableEntity("stream", row).setProperties(Map.of("value", row));
        return new TableTransactionAction(TableTransactionActionType.CREATE, entity);
    }
}
