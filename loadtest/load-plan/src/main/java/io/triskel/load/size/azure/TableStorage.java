package io.triskel.load.size.azure;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.util.List;
import java.util.Optional;

/** Table Storage: every operation counts as one, whatever its size. */
final class TableStorage {
    /** Transactions a second. */
    private static final double ACCOUNT = Facts.value("aztable.account");

    private TableStorage() {}

    static List<BillLine> items(Need need, Requests requests, PriceBook prices) {
        return bill(need, operations(need, requests).times(Amounts.SECONDS_AN_HOUR * need.mean()), prices);
    }

    static List<BillLine> bill(Need need, Range operations, PriceBook prices) {
        return new Bill("azure", "store", need, prices)
                .add(
                        "Table operations",
                        operations,
                        "table.operation",
                        "reads and writes alike; deletes are extra, as Table Storage has no time to live")
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
