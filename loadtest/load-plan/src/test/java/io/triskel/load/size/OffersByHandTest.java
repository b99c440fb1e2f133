package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.offer.Role;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.plan.Traffic;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every offer of the file, in US dollars an hour at its lowest, as a person computes it from the vendor's page: 1,000 events/s of 1,024 bytes
 * for three consumers, kept a day; functions handle them for one consumer in batches of 100, each event 20 ms of waiting with 512 MB. Stores
 * are in {@code CapacityTest}, {@code LambdaTest}, {@code FlexTest} and {@code CloudRunTest}.
 */
class OffersByHandTest {
    private static final PriceBook PRICES = PriceBook.shipped();

    /** Events an hour, the GiB that they have, and calls of functions. */
    private static final double EVENTS = 1000 * 3600;

    private static final double GIB = EVENTS * 1024 / 1073741824;
    private static final double CALLS = EVENTS / 100;

    /** GiB and GB that a day keeps, a month of 730 hours. */
    private static final double DAY_GIB = 24 * GIB / 730;

    private static final double DAY_GB = 24 * EVENTS * 1024 / 1e9 / 730;

    /** TiB an hour of messages of 1,024 + 36 bytes. */
    private static final double TIB = EVENTS * 1060 / 1099511627776.0;

    private static final Map<String, Double> BY_HAND = byHand();

    private static Map<String, Double> byHand() {
        Map<String, Double> usd = new LinkedHashMap<>();
        // 1,000 records/s and 0.98 MiB/s in fill a shard; three read 2.93 MiB/s of 2 MiB/s a shard. A put unit for each
        // event.
        usd.put("aws.kinesis.provisioned", 2 * 0.015 + EVENTS * 0.014 / 1e6);
        usd.put("aws.kinesis.provisioned-fan-out", 0.015 + EVENTS * 0.014 / 1e6 + 3 * 0.015 + 3 * GIB * 0.013);
        usd.put("aws.kinesis.on-demand", 0.04 + GIB * 0.08 + 3 * GIB * 0.04);
        usd.put("aws.kinesis.on-demand-fan-out", 0.04 + GIB * 0.08 + 3 * GIB * 0.05);
        // 25 MiB/s each way: 25 x 3,600 / 1,024 GiB.
        usd.put("aws.kinesis.advantage", 87.890625 * (0.032 + 0.016));
        // 5 KiB for each event of 1 KiB.
        usd.put("aws.firehose", 5 * GIB * 0.029 + DAY_GIB * 0.023);
        // 1.02 MB/s in and 3.07 of 2 MB/s out a unit.
        usd.put("azure.event-hubs.basic", 2 * 0.015 + EVENTS * 0.028 / 1e6);
        usd.put("azure.event-hubs.standard", 2 * 0.03 + EVENTS * 0.028 / 1e6);
        usd.put("azure.event-hubs.premium", 1.027);
        usd.put("azure.event-hubs.dedicated", 6.849);
        usd.put("azure.event-hubs.capture", 2 * 0.1 + DAY_GB * 0.0208);
        usd.put("azure.event-hubs.capture-included", DAY_GB * 0.0208);
        usd.put("gcp.pub-sub.pull", 4 * TIB * 40 + DAY_GIB * 0.27);
        usd.put("gcp.pub-sub.push", 4 * TIB * 40 + DAY_GIB * 0.27);
        usd.put("gcp.pub-sub.storage-subscription", TIB * 50 + DAY_GIB * 0.02);
        // Calls of 100 x 20 ms = 2 s and 0.5 GB; 20 busy at once, planned at 70%: 29.
        usd.put("aws.lambda.x86", CALLS * 0.2 / 1e6 + CALLS * 2 * 0.5 * 0.0000166667);
        usd.put("aws.lambda.arm64", CALLS * 0.2 / 1e6 + CALLS * 2 * 0.5 * 0.0000133334);
        usd.put(
                "aws.lambda.x86-provisioned",
                CALLS * 0.2 / 1e6 + CALLS * 2 * 0.5 * 0.0000097222 + 29 * 0.5 * 3600 * 0.0000041667);
        usd.put(
                "aws.lambda.arm64-provisioned",
                CALLS * 0.2 / 1e6 + CALLS * 2 * 0.5 * 0.0000077778 + 29 * 0.5 * 3600 * 0.0000033333);
        // Work that only waits needs no CPU time, and three instances run at least.
        usd.put("aws.lambda.managed-m7g-large", CALLS * 0.2 / 1e6 + 3 * 0.0816 * 1.15);
        // 20 batches at once, of which an instance of 0.5, 2 and 4 GB has one, four and eight.
        usd.put("azure.functions.flex-512", CALLS * 0.4 / 1e6 + 20 * 0.5 * 3600 * 0.000026);
        usd.put("azure.functions.flex-2048", CALLS * 0.4 / 1e6 + 5 * 2 * 3600 * 0.000026);
        usd.put("azure.functions.flex-4096", CALLS * 0.4 / 1e6 + 2.5 * 4 * 3600 * 0.000026);
        // Ready at 70%: 29, 8 and 4 instances.
        usd.put("azure.functions.flex-512-ready", CALLS * 0.4 / 1e6 + 3600 * 0.5 * (29 * 0.000004 + 20 * 0.000016));
        usd.put("azure.functions.flex-2048-ready", CALLS * 0.4 / 1e6 + 3600 * 2 * (8 * 0.000004 + 5 * 0.000016));
        usd.put("azure.functions.flex-4096-ready", CALLS * 0.4 / 1e6 + 3600 * 4 * (4 * 0.000004 + 2.5 * 0.000016));
        // One instance: EP1 126.29 and 31.43 USD a month, EP2 252.58 and 62.85, EP3 505.16 and 125.71; P0v3 56.58 and
        // so on.
        usd.put("azure.functions.premium-ep1", (126.29 + 31.43) / 730);
        usd.put("azure.functions.premium-ep2", (252.58 + 62.85) / 730);
        usd.put("azure.functions.premium-ep3", (505.16 + 125.71) / 730);
        usd.put("azure.app-service.p0v3", 56.58 / 730);
        usd.put("azure.app-service.p1v3", 113.15 / 730);
        usd.put("azure.app-service.p2v3", 226.30 / 730);
        usd.put("azure.app-service.p3v3", 452.60 / 730);
        // 20 of 80 requests of an instance at once: packed, a quarter of one; instances are whole.
        usd.put("gcp.run.requests", EVENTS * 0.4 / 1e6 + 0.25 * 3600 * (0.000024 + 0.5 * 0.0000025));
        usd.put("gcp.run.instances", 3600 * (0.000018 + 0.5 * 0.000002));
        usd.put("gcp.run.pulling", 3600 * (0.000018 + 0.5 * 0.000002));
        return usd;
    }

    @Test
    void a_calculation_by_hand_comes_within_two_percent() {
        Map<String, Double> computed = computed();

        BY_HAND.forEach((id, usd) -> assertThat(computed.get(id)).as(id).isCloseTo(usd, withinPercentage(2)));
    }

    @Test
    void every_offer_with_a_price_is_computed_by_hand() {
        List<String> priced = OfferBook.shipped().all().stream()
                .filter(offer -> offer.unpriced().isEmpty() && offer.role() != Role.STORE)
                .map(Offer::id)
                .toList();

        assertThat(BY_HAND).containsOnlyKeys(priced);
    }

    private static Map<String, Double> computed() {
        Need buses = Needs.example(1024).with(Traffic.of(3).archived(), false);
        Need basic = Needs.example(1024);
        Need functions = Needs.withFunction(Duration.ZERO, 100, Duration.ofSeconds(60));
        Map<String, Double> computed = new TreeMap<>();
        // Alone, then with an archive, which the stream of AWS has as a reader too.
        for (Need need : List.of(functions, buses, basic)) {
            Clouds.installed().offers(Requests.measured()).stream()
                    .flatMap(cloud -> cloud.plans(need, PRICES).stream())
                    .forEach(plan -> put(computed, plan, need));
        }
        return computed;
    }

    private static void put(Map<String, Double> computed, Plan plan, Need need) {
        for (Sized part : plan.parts()) {
            boolean function = part.offer().role() == Role.FUNCTION;
            if (function == need.function().isPresent()) {
                computed.put(
                        part.offer().id(),
                        part.items().stream()
                                .map(BillLine::usdAnHour)
                                .mapToDouble(usd -> usd.low())
                                .sum());
            }
        }
    }
}
