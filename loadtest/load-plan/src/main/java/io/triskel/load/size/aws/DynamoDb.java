package io.triskel.load.size.aws;

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

/** DynamoDB on demand: read units of 4 KB, write units of 1 KB of an item or of an index entry, bytes kept. */
final class DynamoDb {
    private DynamoDb() {}

    /** {@return the cost of the pipeline's tables} */
    static List<BillLine> items(Need need, Requests requests, PriceBook prices) {
        Requests.PerOrder order = requests.perOrder("DynamoDB");
        double orders = need.ordersAnHour();
        // "ddb.wru.size", "ddb.rru.size"
        double further = Amounts.up(requests.furtherKibibytes(need.size()));
        Range writes = order.writes()
                .plus(Range.exactly(order.commits()
                        * further
                        * requests.perKibibyte("DynamoDB").writes()));
        Range reads = order.reads().plus(Range.exactly(order.eventsRead() * further / 4));
        List<BillLine> items = new ArrayList<>(bill(need, reads.times(orders), writes.times(orders), prices));
        double gb = Stored.bytes(need, requests, "DynamoDB") / Amounts.GIB / Amounts.HOURS_A_MONTH;
        items.addAll(new Bill("aws", "store", need, prices)
                .add("DynamoDB storage", gb, "dynamodb.storage-gb-month", Stored.HOW)
                .add("DynamoDB recovery", gb, "dynamodb.pitr-gb-month", "point-in-time recovery of all tables")
                .items());
        return items;
    }

    static List<BillLine> bill(Need need, Range reads, Range writes, PriceBook prices) {
        return new Bill("aws", "store", need, prices)
                .add("DynamoDB reads", reads, "dynamodb.read", "units of 4 KB, counted per operation")
                .add("DynamoDB writes", writes, "dynamodb.write", "units of 1 KB, with those of indexes")
                .items();
    }
}
