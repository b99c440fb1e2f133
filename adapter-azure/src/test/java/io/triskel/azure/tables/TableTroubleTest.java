package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.models.TableEntity;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.proxy.HttpProxy;
import io.triskel.store.Checkpoints;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class TableTroubleTest {
    private final LocalTables.Running local;

    TableTroubleTest(LocalTables.Running local) {
        this.local = local;
    }

    @Test
    void a_table_that_is_not_there_is_named_with_what_to_do() {
        Checkpoints checkpoints = new TableCheckpoints(local.service(), new AzureTables("nowhere"));

        assertThatThrownBy(() -> checkpoints.find("a"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("nowherecheckpoints")
                .hasMessageContaining("deploy it");
        assertThatThrownBy(() -> checkpoints.claim("a")).isInstanceOf(PortException.class);
    }

    @Test
    void a_table_that_is_not_there_fails_each_entry_of_a_batch_and_never_the_call() {
        TableInbox inbox = new TableInbox(local.service(), new AzureTables("nowhere"), Runnable::run);

        List<ClaimResult> results = inbox.claimAll(
                "consumer",
                List.of(new EventId("/s", "1"), new EventId("/s", "2")),
                Instant.EPOCH,
                Duration.ofSeconds(9));

        assertThat(results)
                .hasSize(2)
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                ClaimResult.Failed.class,
                                failed -> assertThat(failed.message()).contains("deploy it")));
    }

    @Test
    void a_key_that_is_not_the_accounts_is_told_from_other_trouble() {
        String wrong = local.connectionString().replaceAll("AccountKey=[^;]*", "AccountKey=bm90IHRoZSBrZXk=");
        Checkpoints checkpoints = new TableCheckpoints(LocalTables.Running.client(wrong), LocalTables.TABLES);

        assertThatThrownBy(() -> checkpoints.find("a"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("credentials");
    }

    @Test
    void a_service_that_does_not_answer_is_a_failing_port() {
        String nobody = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=bm9ib2R5;"
                + "TableEndpoint=http://127.0.0.1:1/a;";
        Checkpoints checkpoints = new TableCheckpoints(LocalTables.Running.client(nobody), LocalTables.TABLES);

        assertThatThrownBy(() -> checkpoints.claim("a"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("did not answer");
    }

    @Test
    void a_table_that_is_busy_for_a_moment_is_asked_again() {
        FaultPlan faults = new FaultPlan(1);
        Checkpoints checkpoints = new TableCheckpoints(local.service(faults), local.own());
        faults.next(3, HttpProxy.ANY, new Fault.Refused("ServerBusy"));

        checkpoints.claim("busy");

        assertThat(faults.injected().values()).containsExactly(3L);
    }

    @Test
    void a_read_without_an_answer_is_made_again() {
        FaultPlan faults = new FaultPlan(1);
        Checkpoints checkpoints = new TableCheckpoints(local.service(faults), local.own());
        faults.next(1, "GET", new Fault.Failed()).next(1, "GET", new Fault.LostResponse());

        assertThat(checkpoints.find("unread")).isEmpty();

        assertThat(faults.injected().values()).containsExactly(1L, 1L);
    }

    @Test
    void a_write_whose_answer_is_lost_is_told_from_another_writers() {
        FaultPlan faults = new FaultPlan(1);
        EntityTable table =
                new EntityTable(local.service(faults), local.own().names().get(0));
        faults.next(1, "POST", new Fault.LostResponse());

        Optional<String> own = table.write(Write.create(new TableEntity("a", "a")));

        assertThat(own).isEqualTo(table.get(new Key("a", "a")).map(TableEntity::getETag));
        assertThat(table.write(Write.create(new TableEntity("a", "a")))).isEmpty();
    }

    @Test
    void the_etags_of_a_transaction_are_read_from_its_answers() {
        String answers = """
                --changesetresponse_1
                Content-Type: application/http

                HTTP/1.1 204 No Content
                X-Content-Type-Options: nosniff
                ETag: W/"datetime'1'"


                --changesetresponse_1

                HTTP/1.1 204 No Content
                DataServiceVersion: 1.0;

                --changesetresponse_1

                HTTP/1.1 204 No Content
                etag: W/"datetime'3'"

                --changesetresponse_1--
                """.replace("\n", "\r\n");

        assertThat(TransactionTags.tags(answers))
                .containsExactly("W/\"datetime'1'\"", EntityTable.UNKNOWN, "W/\"datetime'3'\"");
    }
}
