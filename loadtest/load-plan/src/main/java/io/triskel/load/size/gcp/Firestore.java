package io.triskel.load.size.gcp;

import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.util.List;

/** Firestore: documents are billed; a query may read several and a commit may write several. */
final class Firestore {
    private Firestore() {}

    static List<BillLine> items(Need need, Requests requests, PriceBook prices) {
        Requests.PerOrder order = requests.perOrder("Firestore");
        double orders = need.ordersAnHour();
        return bill(need, order.reads().times(orders), order.writes().times(orders), prices);
    }

    static List<BillLine> bill(Need need, Range reads, Range writes, PriceBook prices) {
        return new Bill("gcp", "store", need, prices)
                .add("Firestore reads", reads, "firestore.read", "at least one document per request")
                .add("Firestore writes", writes, "firestore.write", "at least one document per request")
                .items();
    }
}
