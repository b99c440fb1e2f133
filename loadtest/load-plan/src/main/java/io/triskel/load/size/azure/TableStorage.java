package io.triskel.load.size.azure;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.size.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Table Storage: every request counts as one, whatever its size, and bytes kept. */
final class TableStorage {
    /** Transactions a second. */
    private static final double ACCOUNT = Facts.value("aztable.account");

    /** {@code batchCheckpointFrequency} in the host.json of our package. */
    static final int BATCHES_A_CHECKPOINT = 10;

    private TableStorage() {}

    static List<BillLine> items(Need need, Requests requests, PriceBook prices) {
        double gb = Stored.bytes(need, requests, "Table Storage") / Amounts.GIB / Amounts.HOURS_A_MONTH;
        List<BillLine> items = new ArrayList<>(
                bill(need, operations(need, requests).times(Amounts.SECONDS_AN_HOUR * need.mean()), prices));
        items.addAll(new Bill("azure", "store", need, prices)
                .add("Table storage", gb, "table.storage-gb-month", Stored.HOW)
                .items());
        return items;
    }

    /**
     * {@return the cost of checkpoints} The trigger sets a blob's metadata after so many batches of a partition (Azure/azure-sdk-for-net 07b5f75,
     * EventHubListener.PartitionProcessor). That is one of the "other" operations (MicrosoftDocs/azure-docs 784b9c1,
     * map-rest-apis-transaction-categories), which cost what reads cost.
     */
    static List<BillLine> checkpoints(Need need, Range executions, PriceBook prices) {
        return executions.high() == 0
                ? List.of()
                : new Bill("azure", "store", need, prices)
                        .add(
                                "checkpoints",
                                executions.times(1.0 / BATCHES_A_CHECKPOINT),
                                "blob.read",
                                "a blob's metadata set after each tenth batch of a partition")
                        .items();
    }

    static List<BillLine> bill(Need need, Range operations, PriceBook prices) {
        return new Bill("azure", "store", need, prices)
                .add(
                        "Table operations",
                        operations,
                        "table.operation",
                        "reads, writes and deletes alike; a group transaction is one")
                .items();
    }

    /** {@return a note on accounts, if one is not enough} */
    static Optional<String> accounts(Need need, Requests requests) {
        double wanted = operations(need, requests).likely() * need.peak() / ACCOUNT / need.load();
        return wanted <= 1
                ? Optional.empty()
                : Optional.of((long) Amounts.up(wanted)
                        + " storage accounts, as one takes 20,000 operations a second (aztable.account)");
    }

    /** {@return operations of an event} */
    private static Range operations(Need need, Requests requests) {
        Requests.PerOrder order = requests.perOrder("Table Storage");
        return need.orders()
                ? order.reads().plus(order.writes()).times(1 / need.traffic().perOrder())
                : Range.ZERO;
    }
}
