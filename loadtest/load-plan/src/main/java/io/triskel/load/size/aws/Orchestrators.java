package io.triskel.load.size.aws;

import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What orchestrators of AWS cost for an order of twelve transitions. */
final class Orchestrators {
    static final int TRANSITIONS = 12;

    /** An Express execution of an order that does not wait. */
    private static final double EXPRESS_SECONDS = 2;

    private static final double EXPRESS_MB = 64;

    private Orchestrators() {}

    static List<Alternative> of(PriceBook prices, String region) {
        List<Alternative> found = new ArrayList<>();
        price(prices, "aws.step-functions.transition", region, TRANSITIONS * 1e6)
                .ifPresent(usd -> found.add(new Alternative(
                        "Step Functions Standard",
                        usd,
                        "12 transitions; 5,000 transitions/s in large regions: 416 orders/s")));
        OptionalDouble requests = price(prices, "aws.step-functions.express-request", region, 1e6);
        OptionalDouble time = price(
                prices, "aws.step-functions.express-gb-second", region, 1e6 * gbSeconds(EXPRESS_SECONDS, EXPRESS_MB));
        if (requests.isPresent() && time.isPresent()) {
            found.add(new Alternative(
                    "Step Functions Express",
                    requests.getAsDouble() + time.getAsDouble(),
                    "2 s of 64 MB; at most 5 minutes and no callbacks"));
        }
        price(prices, "aws.lambda.durable-operation", region, (1 + TRANSITIONS) * 1e6)
                .ifPresent(usd -> found.add(
                        new Alternative("Lambda durable", usd, "13 operations; bytes written and stored cost extra")));
        return found;
    }

    /** {@return GB-seconds of an Express execution: in steps of 100 ms and 64 MB} */
    static double gbSeconds(double seconds, double megabytes) {
        return Amounts.up(seconds * 10) / 10 * (Amounts.up(megabytes / 64) * 64) / 1024;
    }

    private static OptionalDouble price(PriceBook prices, String meter, String region, double amount) {
        return prices.find(meter, region).map(one -> one.of(amount)).orElse(OptionalDouble.empty());
    }
}
