package io.triskel.load.sim.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.size.plan.Deployment;
import io.triskel.load.size.plan.Need;
import io.triskel.load.workload.FunctionWork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every figure that sizing computes for an order pipeline, computed here by its formula, against the figure that the template deploys with
 * the plan's parameters.
 */
class DeployedFiguresTest {
    private static final double LOAD = 0.7;

    private record Figure(String name, double sized, double deployed) {}

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 200})
    void aws_deploys_what_was_sized(int peak) {
        PlannedOrders orders = PlannedOrders.at(peak);
        Need need = orders.need();
        FunctionWork work = orders.function();
        Deployment plan = orders.on("aws");
        Template template = Template.ofAws(plan.parameters());
        int shards = plan.plan().bus().units();
        double lanes = up(need.busiestPeak() * seconds(work, work.memory() / 1769e6 / 1.048576) / LOAD);

        assertDeployed(
                new Figure("shards", shards, template.figure("ShardCount")),
                new Figure(
                        "consumers with reads of their own",
                        need.consumers(),
                        template.values("EventSourceArn").stream()
                                .filter(source -> template.isReader(source))
                                .count()),
                new Figure("lanes of a shard", up(lanes / shards), template.figure("ParallelizationFactor")),
                new Figure("memory", mebibytes(work), template.figure("MemorySize")),
                new Figure("batch", work.batch(), template.figure("BatchSize")),
                new Figure("window", work.window().toSeconds(), template.figure("MaximumBatchingWindowInSeconds")),
                new Figure("retention", need.retentionHours(), template.figure("RetentionPeriodHours")),
                new Figure(
                        "memory of the inbox",
                        remembered(need),
                        template.figure("TRISKEL_APP_BUS_RETENTION_HOURS")
                                + template.figure("TRISKEL_APP_REPLAY_HORIZON_HOURS")));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 100})
    void azure_deploys_what_was_sized(int peak) {
        PlannedOrders orders = PlannedOrders.at(peak);
        Need need = orders.need();
        Deployment plan = orders.on("azure");
        Template template = Template.ofTerraform("azure", plan.parameters());
        double vcpus = plan.plan()
                .function()
                .orElseThrow()
                .offer()
                .machine()
                .orElseThrow()
                .vcpus();
        double gigabytes = plan.plan()
                .function()
                .orElseThrow()
                .offer()
                .machine()
                .orElseThrow()
                .gigabytes();
        double lanes = need.busiestPeak() * seconds(orders.function(), vcpus);

        assertDeployed(
                new Figure("throughput units", plan.plan().bus().units(), template.figure("capacity")),
                new Figure(
                        "partitions",
                        Math.max(4, up(Math.max(lanes, need.peakBytes() / 1e6) / LOAD)),
                        template.figure("partition_count")),
                new Figure("memory", gigabytes * 1024, template.figure("instance_memory_in_mb")),
                new Figure(
                        "instances",
                        Math.max(40, plan.plan().function().orElseThrow().units()),
                        template.figure("maximum_instance_count")),
                new Figure("retention", need.retentionHours(), template.ofManifest("hub", "retentionHours")),
                new Figure(
                        "memory of the inbox",
                        remembered(need),
                        template.environment("TRISKEL_APP_BUS_RETENTION_HOURS")
                                + template.environment("TRISKEL_APP_REPLAY_HORIZON_HOURS")),
                new Figure(
                        "GB of sampled logs a day",
                        Math.max(1, up(plan.logBytesAnOrder(need) * need.ordersAnHour() * 24 / 1e9 / 10)),
                        template.figure("daily_quota_gb")));
        assertThat(template.figure("maximum_throughput_units"))
                .as("room to inflate")
                .isGreaterThan(template.figure("capacity"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 200})
    void gcp_deploys_what_was_sized(int peak) {
        PlannedOrders orders = PlannedOrders.at(peak);
        Need need = orders.need();
        FunctionWork work = orders.function();
        Template template = Template.ofTerraform("gcp", orders.on("gcp").parameters());
        double busy = need.busiestPeak() * Math.max(work.cpu().toNanos() / 1e9, seconds(work, 1) / 80) / 0.6;

        assertDeployed(
                new Figure("requests of an instance", 80, template.figure("max_instance_request_concurrency")),
                new Figure("vCPU", 1, template.figure("available_cpu")),
                new Figure("memory", mebibytes(work), template.figure("available_memory")),
                new Figure(
                        "instances of the busiest function",
                        Math.max(10, up(busy)),
                        template.figure("max_instance_count")),
                new Figure("retention", need.retentionHours(), template.ofManifest("topic", "retentionHours")),
                new Figure(
                        "memory of the inbox",
                        remembered(need),
                        template.environment("TRISKEL_APP_BUS_RETENTION_HOURS")
                                + template.environment("TRISKEL_APP_REPLAY_HORIZON_HOURS")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "gcp"})
    void a_plan_and_the_default_plan_name_the_same_parameters(String cloud) {
        assertThat(new TreeSet<>(PlannedOrders.at(20).on(cloud).parameters().keySet()))
                .isEqualTo(new TreeSet<>(Template.standard(cloud).keySet()));
    }

    /** One batch of each lane at a time, an order over HTTP and a run of the clock: what an account must allow. */
    @Test
    void the_default_plan_fits_a_new_account_of_aws() {
        Map<String, String> standard = Template.standard("aws");
        int consumers = PlannedOrders.at(1).need().consumers();
        int most = Template.json(Path.of("../../infra/plan.json"))
                .at("/clouds/aws/concurrency")
                .intValue();

        assertThat(most)
                .isEqualTo(consumers
                                * Integer.parseInt(standard.getOrDefault("Shards", ""))
                                * Integer.parseInt(standard.getOrDefault("Parallelization", ""))
                        + 2)
                .isLessThanOrEqualTo(10);
    }

    private static void assertDeployed(Figure... figures) {
        assertThat(List.of(figures))
                .allSatisfy(figure ->
                        assertThat(figure.deployed()).as(figure.name()).isEqualTo(figure.sized()));
    }

    private static double seconds(FunctionWork work, double vcpus) {
        return (work.work().minus(work.cpu()).toNanos() + work.cpu().toNanos() / Math.min(1, vcpus)) / 1e9;
    }

    private static double mebibytes(FunctionWork work) {
        return work.memory() / 1048576.0;
    }

    private static double remembered(Need need) {
        return Math.max(need.retentionHours(), need.terms().replay().toSeconds() / 3600.0);
    }

    private static double up(double amount) {
        return Math.ceil(amount - 1e-9);
    }
}
