package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.workload.WorkloadFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cheapest offers, and the cheapest that scripts deploy, in US dollars a month, as a person computes them from the vendors' pages, read
 * on 2026-11-30. Each line of a sum is a line of the bill. Units are planned at 70% of the peak, use is that of the mean.
 */
class SizedByHandTest {
    /** A month of 730 hours. */
    private static final double MONTH = 730 * 3600;

    private static final double GIB = 1L << 30;

    private static final double TIB = 1L << 40;

    // iot-fleet: 5,000 events/s (20,000 at the peak) of 300 bytes, three consumers, three days; 2 ms an event, 1
    // ms of it CPU time, 0.5 GiB, windows of 2 s.

    /** 20,000 records/s of 1,000 a shard (docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html), at 70%: 29. */
    private static final double FLEET_KINESIS = 29 * 730 * 0.015
            // A unit of 25 KB for each event; the second and third day by the shard-hour (Kinesis Data Streams
            // pricing).
            + 5000 * MONTH * 0.014e-6
            + 29 * 730 * 0.020;

    private static final double FLEET_MANAGED_INSTANCES = FLEET_KINESIS
            // 40 events at once at 70% are 57 lanes, two for each of 29 shards; each calls every 2 s, for three
            // consumers.
            + 29 * 2 / 2.0 * 3 * MONTH * 0.20e-6
            // 15 vCPU at 70% on instances of two: 11, more than three environments of one vCPU for each of three
            // functions (lambda/latest/dg/lambda-managed-instances-best-practices.html), and 15% (AWS Lambda
            // pricing).
            + 11 * 730 * 0.0816 * 1.15;

    private static final double FLEET_LAMBDA = FLEET_KINESIS
            // With 512 of the 1,769 MB of a vCPU, 1 ms of CPU time takes 3.455 ms: 89 events at once, five lanes
            // a shard.
            + 29 * 5 / 2.0 * 3 * MONTH * 0.20e-6
            // A call has 69 events of 4.455 ms: 308 ms (rounded up to 1 ms) of half a GB.
            + 29 * 5 / 2.0 * 3 * MONTH * 0.308 * 0.5 * 0.0000166667;

    // 20,000 x 300 B x 3 are 18 MB/s of 10 MB/s a unit at least (event-hubs-scalability.md), at 70%: 4, as there
    // are no 3.
    private static final double FLEET_FLEX = 4 * 730 * 1.027
            // 57 lanes need 58 partitions; each calls every 2 s, for three consumers; the tenth call sets a blob's
            // metadata, an "other" operation (map-rest-apis-transaction-categories.md), which costs what reads cost.
            + 58 / 2.0 * 3 * MONTH * (0.40e-6 + 0.1 * 0.004e-4)
            // 30 events at once, two on an instance of one vCPU and 2 GB, at 70%: 22 ready instances.
            + 22 * 2 * MONTH * 0.000004
            // A call of 345 ms comes to an instance 3.95 times a second. A period lasts a second at least
            // (flex-consumption-plan.md) and goes on while calls overlap: 84.6% of the time is billed.
            + 22 * 0.846 * 2 * MONTH * 0.000016;

    /** Each event is a request of at least 1,000 bytes, one in and three out; the topic keeps three days (cloud.google.com/pubsub/pricing). */
    private static final double FLEET_PUB_SUB =
            4 * 5000.0 * 1000 * MONTH / TIB * 40 + 5000.0 * 300 * 3 * 86_400 / GIB * 0.27;

    // 5 vCPU a consumer at 60% (run/docs/about-instance-autoscaling): 9 instances, of 0.5 GiB, without a break.
    private static final double FLEET_RUN_INSTANCES = FLEET_PUB_SUB + 3 * 9 * MONTH * (0.000018 + 0.5 * 0.000002);

    private static final double FLEET_RUN_REQUESTS =
            FLEET_PUB_SUB + 3 * 5000 * MONTH * 0.40e-6 + 3 * 9 * MONTH * (0.000024 + 0.5 * 0.0000025);

    // bank-orders: 40 orders/s (200 at the peak), whose events are of 4,096 bytes; the bus keeps seven days, an
    // archive 90, stores a year; 30 ms an event, 8 ms of it CPU time, 1 GiB.

    /** 14,057 events of 1,139 orders; readers work on 15,632 of them (order-traffic.json). */
    private static final double EVENTS = 40 * 14_057 / 1139.0;

    private static final double WORKED_ON = 40 * 15_632 / 1139.0;

    private static final double ORDERS = 40 * MONTH;

    private static final double ORDERS_A_YEAR = 40 * 365 * 86_400.0;

    private static final double ORDERS_OF_90_DAYS = 40 * 90 * 86_400.0;

    /** 8,400 commits of 1,139 orders. An event of the demo has 543 bytes on the bus, so a row of an event has 3,553 bytes more. */
    private static final double COMMITS = 8400 / 1139.0;

    private static final double MORE = COMMITS * (4096 - 543);

    private static final double ARCHIVED = EVENTS * 4096 * 90 * 86_400;

    // 2,468 events/s are 9.64 MiB/s at the peak. The shard of the hottest key has 1% and a share of the rest, and
    // at most 70% of 1 MiB/s: 16. Seven days, by the shard-hour.
    private static final double BANK_KINESIS = 16 * 730 * (0.015 + 0.020)
            + EVENTS * MONTH * 0.014e-6
            // Eight consumers by the shard-hour and the GB.
            + 8 * 16 * 730 * 0.015
            + 8 * EVENTS * 4096 * MONTH / GIB * 0.013
            // Firehose rounds up to 5 KB; S3 Standard, first 50 TB.
            + EVENTS * 5120 * MONTH / GIB * 0.035
            + ARCHIVED / GIB * 0.023;

    // docs/requests.md. A read of n events has n units of 4 KB more, 2.91 an order; a commit writes its row of
    // five KB twice: eight units more (CapacityUnitCalculations.html). Recovery is billed for the size of the
    // tables (PointInTimeRecovery_Howitworks).
    private static final double BANK_DYNAMO = ORDERS * (32.3 + 2.91) * 0.1415e-6
            + ORDERS * (59.5 + 8 * COMMITS) * 0.705e-6
            + (ORDERS_A_YEAR * (9073 + MORE) + ORDERS_OF_90_DAYS * 695) / GIB * (0.283 + 0.22);

    private static final double BANK_MANAGED_INSTANCES = BANK_KINESIS
            + BANK_DYNAMO
            // Every event calls all eight functions.
            + 8 * EVENTS * MONTH * 0.20e-6
            // CPU time fills four instances, but eight functions have three environments of one vCPU each.
            + 12 * 730 * 0.0816 * 1.15
            // A key, and 16 of its calls an hour and instance of the peak.
            + 1
            + 16 * 16 * 730 * 0.03e-4;

    /** 8 ms of CPU time take 13.8 ms with 1,024 of 1,769 MB, 36 ms with the waiting; a call that works on nothing is billed 1 ms. */
    private static final double BANK_GB_SECONDS = (WORKED_ON * 0.036 + (8 * EVENTS - WORKED_ON) * 0.001) * MONTH;

    private static final double BANK_CALLS =
            BANK_KINESIS + BANK_DYNAMO + 8 * EVENTS * MONTH * 0.20e-6 + 1 + 16 * 141 * 730 * 0.03e-4;

    private static final double BANK_ARM64 = BANK_CALLS + BANK_GB_SECONDS * 0.0000133334;

    private static final double BANK_LAMBDA = BANK_CALLS + BANK_GB_SECONDS * 0.0000166667;

    // 10 MB/s in and 81 out at the peak: a unit, which has 100 and 200 (event-hubs-dedicated-overview.md). It
    // includes Capture.
    private static final double BANK_PREMIUM = 730 * 6.849
            + ARCHIVED / GIB * 0.0196
            // 4.4 vCPU at 70%: seven instances of one vCPU and 3.5 GB.
            + 7 * 730 * (0.173 + 3.5 * 0.0123)
            + ORDERS * (32.5 + 46.9) * 0.00036e-4
            + (ORDERS_A_YEAR * (17_192 + MORE) + ORDERS_OF_90_DAYS * 2490) / GIB * 0.045
            // A checkpoint after ten calls.
            + 0.8 * EVENTS * MONTH * 0.0043e-4
            + 1
            + 16 * 32 * 730 * 0.03e-4;

    // 36 bytes beside each event, once in, eight times out, filtered or not
    // (docs.cloud.google.com/pubsub/docs/filtering), and to the archive.
    private static final double BANK_PUB_SUB = 9 * EVENTS * 4132 * MONTH / TIB * 40
            + EVENTS * 4096 * 7 * 86_400 / GIB * 0.27
            + EVENTS * 4132 * MONTH / TIB * 50
            + ARCHIVED / GIB * 0.020;

    // Storage by the GiB, recovery "similar to" it, deletions also by time to live
    // (firebase.google.com/docs/firestore/pricing).
    private static final double BANK_FIRESTORE = ORDERS * 34.3 * 0.033e-5
            + ORDERS * 29.5 * 0.09e-5
            + ORDERS * 2.1 * 0.01e-5
            + (ORDERS_A_YEAR * (14_262 + MORE) + ORDERS_OF_90_DAYS * 774) / GIB * (0.15 + 0.15)
            + 0.06
            + 16 * 40 * 730 * 0.03e-4;

    // At 60% of a vCPU: fulfilment works on 191 events/s, the view on 115, four others on 41 to 73, of 8 ms: 3 +
    // 2 + 5 instances.
    private static final double BANK_RUN_INSTANCES = BANK_PUB_SUB + BANK_FIRESTORE + 10 * MONTH * (0.000018 + 0.000002);

    // Filters let 18,340 events through.
    private static final double BANK_RUN_REQUESTS = BANK_PUB_SUB
            + BANK_FIRESTORE
            + 40 * 18_340 / 1139.0 * MONTH * 0.40e-6
            + 10 * MONTH * (0.000024 + 0.0000025);

    static List<Arguments> byHand() {
        return List.of(
                of("aws", "iot-fleet", "Kinesis provisioned + Lambda Managed Instances", FLEET_MANAGED_INSTANCES),
                of("aws", "iot-fleet", "Kinesis provisioned + Lambda", FLEET_LAMBDA),
                of("azure", "iot-fleet", "Event Hubs Premium + Functions Flex, 2,048 MB, always ready", FLEET_FLEX),
                of("gcp", "iot-fleet", "Pub/Sub push + Cloud Run functions, instance-based", FLEET_RUN_INSTANCES),
                of("gcp", "iot-fleet", "Pub/Sub push + Cloud Run functions", FLEET_RUN_REQUESTS),
                of(
                        "aws",
                        "bank-orders",
                        "Kinesis provisioned, fan-out + Firehose to S3 + Lambda arm64 + DynamoDB on demand",
                        BANK_ARM64),
                of(
                        "aws",
                        "bank-orders",
                        "Kinesis provisioned, fan-out + Firehose to S3 + Lambda Managed Instances + DynamoDB on demand",
                        BANK_MANAGED_INSTANCES),
                of(
                        "aws",
                        "bank-orders",
                        "Kinesis provisioned, fan-out + Firehose to S3 + Lambda + DynamoDB on demand",
                        BANK_LAMBDA),
                of(
                        "azure",
                        "bank-orders",
                        "Event Hubs Dedicated + Capture, included + Functions Premium EP1 + Table Storage",
                        BANK_PREMIUM),
                of(
                        "gcp",
                        "bank-orders",
                        "Pub/Sub push + Cloud Storage subscription + Cloud Run functions, instance-based + Firestore",
                        BANK_RUN_INSTANCES),
                of(
                        "gcp",
                        "bank-orders",
                        "Pub/Sub push + Cloud Storage subscription + Cloud Run functions + Firestore",
                        BANK_RUN_REQUESTS));
    }

    private static Arguments of(String cloud, String workload, String plan, double usd) {
        return Arguments.of(cloud, workload, plan, usd);
    }

    @ParameterizedTest
    @MethodSource("byHand")
    void a_calculation_by_hand_comes_within_two_percent_and_is_in_the_document(
            String cloud, String workload, String name, double usd) throws IOException {
        Plan plan = Sizing.of(
                        WorkloadFile.read(Path.of("../workloads/" + workload + ".yaml")),
                        Optional.empty(),
                        Clouds.installed())
                .answers()
                .stream()
                .flatMap(answer -> answer.plans().stream())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        double sized = plan.usdAMonth().likely();

        assertThat(sized).isCloseTo(usd, withinPercentage(2));
        assertThat(Path.of("../../docs/sizing.md"))
                .content()
                .contains(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %,.0f | %,.0f | %.1f %% |\n",
                        workload,
                        cloud,
                        name,
                        usd,
                        sized,
                        Math.round(1000 * (sized / usd - 1)) / 10.0));
    }
}
