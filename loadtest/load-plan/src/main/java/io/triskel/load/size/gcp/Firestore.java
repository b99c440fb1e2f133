package io.triskel.load.size.gcp;

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

/** Firestore: documents read, written and deleted, also by time to live, and bytes kept. */
final class Firestore {
    private Firestore() {}

    static List<BillLine> items(Need need, Requests requests, PriceBook prices) {
        Requests.PerOrder order = requests.perOrder("Firestore");
        double orders = need.ordersAnHour();
        List<BillLine> items = new ArrayList<>(
                bill(need, order.reads().times(orders), order.writes().times(orders), prices));
        double gib = Stored.bytes(need, requests, "Firestore") / Amounts.GIB / Amounts.HOURS_A_MONTH;
        items.addAll(new Bill("gcp", "store", need, prices)
                .add(
                        "Firestore deletes",
                        order.deletes().times(orders),
                        "firestore.delete",
                        "rows of inboxes, by time to live")
                .add("Firestore storage", gib, "firestore.storage-gib-month", Stored.HOW)
                .add("Firestore recovery", gib, "firestore.pitr-gib-month", "point-in-time recovery")
                .items());
        return items;
    }

    static List<BillLine> bill(Need need, Range reads, Range writes, PriceBook prices) {
        return new Bill("gcp", "store", need, prices)
                .add("Firestore reads", reads, "firestore.read", "documents, counted per operation")
                .add("Firestore writes", writes, "firestore.write", "documents, counted per operation")
                .items();
    }
}
