package io.triskel.load.size.aws;

import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.util.List;

/** DynamoDB on demand: one write unit per KB, one strong read unit per 4 KB. */
final class DynamoDb {
    private DynamoDb() {}

    /** {@return the cost of the pipeline's requests; rows are at most 1 KB, except commits, which hold an event} */
    static List<BillLine> items(Need need, Requests requests, PriceBook prices) {
        Requests.PerOrder order = requests.perOrder("DynamoDB");
        double orders = need.ordersAnHour();
        // "ddb.wru.size"
        double furtherKilobytes = order.commits() * (Amounts.up(need.size() / Amounts.KIB) - 1);
        Range writes = order.writes().plus(Range.exactly(furtherKilobytes)).times(orders);
        return bill(need, order.reads().times(orders), writes, prices);
    }

    static List<BillLine> bill(Need need, Range reads, Range writes, PriceBook prices) {
        return new Bill("aws", "store", need, prices)
                .add("DynamoDB reads", reads, "dynamodb.read", "strong, up to 4 KB each")
                .add("DynamoDB writes", writes, "dynamodb.write", "one per KB of a row")
                .items();
    }
}
