package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.cloud.Clouds;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The command as users call it. */
class SizeTest {
    private static final String STEADY = "../workloads/steady.yaml";
    private static final String BANK = "../workloads/bank-orders.yaml";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    static List<Path> workloads() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../workloads"))) {
            return files.sorted().toList();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void what_is_printed_in_vain_is_told_by_message_and_exit_code() throws IOException {
        // Linux's device that is always full.
        try (PrintWriter full = new PrintWriter(Files.newBufferedWriter(Path.of("/dev/full")))) {
            assertThat(Size.run(Clouds.installed(), Map.of(), full, new PrintWriter(err), "../workloads/steady.yaml"))
                    .isEqualTo(2);
        } catch (IOException closed) {
            // Closing cannot write, either.
        }

        assertThat(err.toString()).contains("Cannot write to standard output");
    }

    @Test
    void the_answer_comes_first() {
        assertThat(size(STEADY, "--load", "1")).isZero();

        assertThat(out.toString().lines().limit(6))
                .containsExactly(
                        "steady: 1,000 events/s on average, 1,000 at the peak, of 1,024 B; 1 consumer; region us",
                        "Computed from documented limits and list prices of 2026-11-30 (prices-2026-11), at a target"
                                + " load",
                        "  of 100%. Nothing was run.",
                        "",
                        "aws    0.0182 USD per million events, 47.7 a month",
                        "       Kinesis provisioned: 1 shard, bound by write 1,000 records/s a shard (1.0 at the"
                                + " peak)");
    }

    @Test
    void iot_fleet_on_google_finds_that_requests_need_not_be_paid_for() {
        assertThat(size("../workloads/iot-fleet.yaml", "--target", "gcp", "--details"))
                .isZero();

        assertThat(out.toString())
                .containsPattern("cheapest of 3 offers tried; priced, not deployable: no script here deploys Cloud"
                        + " Run\\s+functions, instance-based")
                .contains("deployed by scripts here: Pub/Sub push + Cloud Run functions, ")
                .containsPattern("gcp +[0-9.]+ +[0-9,]+ +- +Pub/Sub push \\+ Cloud Run functions, instance-based")
                .containsPattern("Cloud Run functions: [0-9,]+ more a month \\(\\+[0-9]+%\\), most of it for function")
                .contains("Cloud Run worker pool: no price found.");
    }

    @Test
    void offers_of_ones_own_take_the_place_of_the_shipped_ones() throws IOException {
        String shipped = new String(
                SizeTest.class
                        .getResourceAsStream("/io/triskel/load/size/offers-2026-11.json")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        Path mine = Files.writeString(
                folder.resolve("offers.json"), shipped.replace("\"Pub/Sub pull\"", "\"Pub/Sub, negotiated\""));

        assertThat(size(STEADY, "--target", "gcp", "--offers", mine.toString())).isZero();
        assertThat(out.toString()).contains("Pub/Sub, negotiated: 1 topic");

        Files.writeString(mine, shipped.replaceFirst("\"service\": \"pub-sub\"", "\"service\": \"pubsub\""));
        assertThat(size(STEADY, "--offers", mine.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("'service' is 'pubsub', which is unknown. Did you mean 'pub-sub'?");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void every_committed_workload_is_carried_by_each_cloud_and_fits_the_page(Path workload) {
        assertThat(size(workload.toString(), "--details", "--curves"))
                .as(out.toString())
                .isZero();

        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void one_run_costs_what_its_events_and_its_time_cost() throws IOException {
        assertThat(size(STEADY, "--run", "--json", "--offer", "Kinesis provisioned"))
                .isZero();

        JsonNode runs = new ObjectMapper().readTree(out.toString()).path("runs");
        assertThat(runs).hasSize(3);
        JsonNode aws = runs.get(0);
        assertThat(aws.path("offer").asText()).startsWith("Kinesis provisioned");
        // 10 s at 500/s and 60 s at 1,000/s, and a minute to drain.
        assertThat(aws.path("events").asDouble()).isEqualTo(65_000);
        assertThat(aws.path("hours").asDouble()).isCloseTo(130.0 / 3600, within(1e-9));
        assertThat(aws.path("usd").asDouble())
                .isCloseTo(
                        aws.path("usdPerEvent").asDouble() * 65_000
                                + aws.path("usdPerHour").asDouble() * 130 / 3600,
                        within(1e-9));
        // A PUT payload unit for each event, at list price.
        assertThat(aws.path("usdPerEvent").asDouble() * 1e6).isBetween(0.013, 0.03);
    }

    @Test
    void a_run_of_orders_pays_for_its_functions() throws IOException {
        assertThat(size("../workloads/bank-orders.yaml", "--run", "--json")).isZero();

        assertThat(new ObjectMapper().readTree(out.toString()).path("runs"))
                .extracting(run -> run.path("offer").asText())
                .satisfiesExactly(
                        aws -> assertThat(aws).contains(" + Lambda"),
                        azure -> assertThat(azure).contains(" + Functions "),
                        gcp -> assertThat(gcp).contains(" + Cloud Run functions"));
    }

    @Test
    void an_offer_that_nobody_names_is_the_dearest() throws IOException {
        size(STEADY, "--run", "--json", "--target", "aws");
        double dearest = new ObjectMapper()
                .readTree(out.toString())
                .path("runs")
                .get(0)
                .path("usd")
                .asDouble();

        for (String offer : List.of("Kinesis provisioned", "Kinesis on-demand", "Kinesis on-demand Advantage")) {
            out.getBuffer().setLength(0);
            size(STEADY, "--run", "--json", "--target", "aws", "--offer", offer);
            assertThat(new ObjectMapper()
                            .readTree(out.toString())
                            .path("runs")
                            .get(0)
                            .path("usd")
                            .asDouble())
                    .isLessThanOrEqualTo(dearest);
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void a_run_of_every_committed_workload_has_a_cost(Path workload) {
        assertThat(size(workload.toString(), "--run")).isZero();

        assertThat(out.toString()).contains("aws    at most ", "azure  at most ", "gcp    at most ");
    }

    @Test
    void a_hot_key_is_an_error_with_a_way_out() throws IOException {
        Path hot = Files.writeString(folder.resolve("hot.yaml"), """
            workload: 1
            name: hot
            level: bus
            event: {size: 10KiB}
            keys: {count: 10, hottest: 50%}
            phases:
              - steady: {rate: 1000/s, for: 60s}
            """);

        assertThat(size(hot.toString(), "--target", "aws,gcp")).isEqualTo(1);
        assertThat(out.toString())
                .contains("aws    no offer carries it")
                .contains("gcp    no offer carries it")
                .contains("the hottest key has 5.12 MB/s, a shard takes 1.05. Fix: use a finer key")
                .doesNotContain("azure");
    }

    @Test
    void orders_are_several_events_each_and_have_stores() {
        assertThat(size(BANK, "--details", "--target", "azure")).isZero();

        assertThat(out.toString())
                .contains("40.0 orders/s, of 12.3 events each; 8 functions and an archive read the bus")
                .contains("Table operations")
                .contains("region eu");
    }

    @Test
    void logs_are_a_range_until_it_is_said_how_much_is_kept() {
        size(BANK, "--details", "--target", "aws");
        assertThat(out.toString()).contains("at most all");
        out.getBuffer().setLength(0);

        size(BANK, "--details", "--target", "aws", "--logs", "none");
        assertThat(out.toString()).containsPattern("logs +logs +0 ");
        assertThat(size(BANK, "--logs", "some")).isEqualTo(2);
        assertThat(err.toString()).contains("--logs must be none, sampled or all, not 'some'");
    }

    /** The clock sends one a minute to each of the eight consumers, which notes it; {@code ClockWorkTest} counts the looks at the notes. */
    @Test
    void a_deployment_without_orders_pays_for_its_heartbeats() throws IOException {
        assertThat(size(BANK, "--json")).isZero();

        for (JsonNode cloud : new ObjectMapper().readTree(out.toString()).path("clouds")) {
            List<String> items = cloud.at("/idle/items")
                    .valueStream()
                    .map(item -> item.path("what").asText())
                    .toList();
            assertThat(items)
                    .as(cloud.path("cloud").asText())
                    .anyMatch(what -> what.startsWith("heartbeats to 8 consumers, once a minute"))
                    .anyMatch(what -> what.contains("note"));
        }
    }

    /** Both read one file; this holds that they make the same of it. Needs jq. */
    @Test
    @Tag("local-clouds")
    void a_deployment_without_orders_costs_what_its_script_says() throws Exception {
        assertThat(size(BANK, "--json", "--region", "us")).isZero();

        JsonNode clouds = new ObjectMapper().readTree(out.toString()).path("clouds");
        assertThat(clouds).hasSize(3).allSatisfy(cloud -> {
            String said = String.format(
                    Locale.ROOT, "%.2f", cloud.at("/idle/usdPerMonth").asDouble());
            assertThat(scripts(cloud.path("cloud").asText())).contains(said + "  USD a month");
        });
    }

    @Test
    void a_plan_has_the_parameters_of_each_cloud_that_carries_the_orders() throws IOException {
        Path plan = folder.resolve("new/plan.json");

        assertThat(size(BANK, "--plan", plan.toString())).isZero();

        JsonNode written = new ObjectMapper().readTree(plan.toFile());
        assertThat(written.path("plan").intValue()).isEqualTo(1);
        assertThat(written.at("/clouds/aws/parameters").toString())
                .isEqualTo(
                        "{\"Shards\":16,\"FanOut\":\"all\",\"Parallelization\":4,\"MemoryMiB\":1024,\"BatchSize\":10,"
                                + "\"BatchWindowSeconds\":0,\"RetentionHours\":168,\"ReplayHorizonHours\":1992}");
        assertThat(written.at("/clouds/aws/concurrency").intValue()).isEqualTo(8 * 16 * 4 + 2);
        assertThat(written.at("/clouds/gcp/logs/bytesPerOrder").intValue()).isPositive();
        assertThat(written.at("/clouds/azure").toString())
                .startsWith("{\"refused\":\"58 throughput units are needed, Event Hubs Standard has 40.");
        assertThat(err.toString())
                .contains("aws: infra/aws/deploy.sh --plan " + plan)
                .contains("azure: no plan, because 58 throughput units");
    }

    /** Lambda's API wants a window of a second for more than ten events. */
    @ParameterizedTest
    @CsvSource({"'batch: 100', 10, 0", "'batch: 100, window: 1s', 100, 1", "'batch: 7', 7, 0"})
    void a_plan_for_aws_has_no_large_batch_without_a_window(String asked, int batch, int window) throws IOException {
        Path workload = Files.writeString(
                folder.resolve("orders.yaml"),
                Files.readString(Path.of(BANK)).replace("batch: 10", asked).replace("p99: 3s", "p99: 60s"));
        Path plan = folder.resolve("plan.json");

        assertThat(size(workload.toString(), "--target", "aws", "--plan", plan.toString()))
                .isZero();

        JsonNode parameters = new ObjectMapper().readTree(plan.toFile()).at("/clouds/aws/parameters");
        assertThat(parameters.path("BatchSize").intValue()).isEqualTo(batch);
        assertThat(parameters.path("BatchWindowSeconds").intValue()).isEqualTo(window);
    }

    @Test
    void a_plan_of_no_orders_is_wrong_usage_and_writes_nothing() {
        Path plan = folder.resolve("plan.json");

        assertThat(size(STEADY, "--plan", plan.toString())).isEqualTo(2);

        assertThat(err.toString()).contains("needs 'orders: true' and a 'function' in its demand");
        assertThat(plan).doesNotExist();
    }

    @Test
    void a_plan_that_cannot_be_written_says_why() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(size(BANK, "--plan", file.resolve("plan.json").toString())).isEqualTo(2);

        assertThat(err.toString()).contains("Cannot write").contains("is a file, not a folder");
    }

    /** A name that no offer has would not be missed: a budget would count the dearest offer. */
    @Test
    void what_is_deployed_is_named_as_offers_are() throws Exception {
        Map<String, Set<String>> offers = new TreeMap<>();
        for (String workload : List.of(BANK, STEADY)) {
            out.getBuffer().setLength(0);
            assertThat(size(workload, "--json")).isZero();
            for (JsonNode cloud : new ObjectMapper().readTree(out.toString()).path("clouds")) {
                Set<String> its = offers.computeIfAbsent(cloud.path("cloud").asText(), none -> new TreeSet<>());
                cloud.path("plans").forEach(plan -> its.add(plan.path("name").asText()));
            }
        }

        assertThat(offers.keySet()).containsExactlyElementsOf(Clouds.installed().ids());
        for (Map.Entry<String, Set<String>> cloud : offers.entrySet()) {
            assertThat(deployedOffers(cloud.getKey()))
                    .isNotEmpty()
                    .allSatisfy(deployed -> assertThat(cloud.getValue()).anyMatch(offer -> offer.startsWith(deployed)));
        }
    }

    private static List<String> deployedOffers(String cloud) throws IOException {
        Matcher written = Pattern.compile("'TRISKEL_OFFER=([^']+)'")
                .matcher(Files.readString(Path.of("../../infra/" + cloud + "/deploy.sh")));
        assertThat(written.find()).isTrue();
        return List.of(written.group(1).split(",", -1));
    }

    private static String scripts(String cloud) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", ". infra/lib/deploy.sh; idle_cost us " + cloud)
                .directory(Path.of("../..").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void a_workload_without_orders_has_no_deployment_of_the_demonstrator() {
        size(STEADY);

        assertThat(out.toString()).doesNotContain("while nothing is ordered");
    }

    @Test
    void what_has_no_price_is_shown_and_not_added() throws IOException {
        Path mine = Files.writeString(
                folder.resolve("mine.json"),
                shippedPrices().replaceFirst("(\"azure.kms.call\", .*?)\"usd\": [0-9.]+, ", "$1"));

        size(BANK, "--details", "--target", "azure", "--prices", mine.toString());

        assertThat(out.toString()).containsPattern("unwrapping bucket keys +not added +kv.price.call");
    }

    private static String shippedPrices() throws IOException {
        try (InputStream in = SizeTest.class.getResourceAsStream("/io/triskel/load/size/prices-2026-11.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void json_tells_items_with_the_source_of_each_price() throws IOException {
        assertThat(size(BANK, "--json", "--curves")).isZero();

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("schema").asInt()).isEqualTo(1);
        assertThat(json.path("evidence").asText()).isEqualTo("computed");
        assertThat(json.at("/clouds/0/plans/0/items/0/price/url").asText()).startsWith("https://");
        assertThat(json.at("/clouds/0/plans/0/items/0/price/standIn").asBoolean())
                .isTrue();
        assertThat(json.at("/clouds/0/plans/0/reliance/standIn").asDouble()).isBetween(0.01, 0.99);
        assertThat(json.at("/curves/3/cloud").asText()).isEqualTo("any");
        assertThat(json.at("/sensitivity/0/change").asText()).isEqualTo("as stated");
        double sum = 0;
        for (JsonNode item : json.at("/clouds/0/plans/0/items")) {
            sum += item.at("/usdPerHour/likely").asDouble();
        }
        assertThat(sum * 730)
                .isCloseTo(json.at("/clouds/0/plans/0/usdPerMonth/likely").asDouble(), within(1e-6));
    }

    @Test
    void a_total_says_how_much_of_it_rests_on_prices_that_are_secondary_old_or_of_another_region() throws IOException {
        size(BANK, "--details", "--target", "aws");

        assertThat(out.toString().replaceAll("\\s+", " "))
                .containsPattern("of the cost, 100% is not at a vendor's own quoted price, [1-9]\\d?% at one that is"
                        + " undated or over a year old, [1-9]\\d?% at another region's");

        Path own =
                Files.writeString(folder.resolve("own.json"), shippedPrices().replace("\"secondary\"", "\"official\""));
        size(BANK, "--details", "--target", "aws", "--prices", own.toString());

        assertThat(out.toString().replaceAll("\\s+", " ")).contains("of the cost, 0% is not at a vendor's own");
    }

    @Test
    void euros_need_a_dated_rate() throws IOException {
        assertThat(size(STEADY, "--currency", "EUR")).isZero();
        assertThat(err.toString()).contains("EUR: unverified");
        assertThat(out.toString()).contains("USD per million events");

        Path mine = Files.writeString(
                folder.resolve("mine.json"),
                shippedPrices()
                        .replace(
                                "\"prices\": [",
                                "\"euro\": {\"perDollar\": 0.5, \"asOf\": \"2026-11-26\", \"source\": \"test\"},"
                                        + " \"prices\": ["));
        out.getBuffer().setLength(0);

        assertThat(size(STEADY, "--currency", "EUR", "--prices", mine.toString(), "--load", "1"))
                .isZero();
        assertThat(out.toString()).contains("aws    0.00908 EUR per million events");
    }

    @Test
    void another_region_may_be_asked_for() {
        size(STEADY, "--region", "eu");

        assertThat(out.toString()).contains("region eu").contains("a month *");
    }

    @Test
    void wrong_usage_and_unreadable_input_exit_with_2() throws IOException {
        assertThat(size(STEADY, "--target", "oracle")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown target 'oracle'; known: aws, azure, gcp");
        assertThat(size(STEADY, "--region", "asia")).isEqualTo(2);
        assertThat(size(STEADY, "--load", "1.5")).isEqualTo(2);
        assertThat(size(STEADY, "--currency", "CHF")).isEqualTo(2);
        assertThat(size()).isEqualTo(2);
        assertThat(size("none.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml: this file does not exist");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{");
        assertThat(size(STEADY, "--prices", broken.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("broken.json: this is not JSON");
    }

    @Test
    void a_mistake_is_answered_as_by_the_other_commands() {
        assertThat(size(STEADY, "--detail")).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("triskel size: unknown option '--detail'; did you mean --details?\n")
                .endsWith("Try 'triskel size --help'.\n");
    }

    @Test
    void help_names_the_command_as_it_was_called() {
        PrintWriter printer = new PrintWriter(out);
        int exit = Size.run(
                Clouds.installed(), Map.of("TRISKEL_NAME", "./triskel"), printer, new PrintWriter(err), "--help");

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("Usage: ./triskel size").contains("--curves");
    }

    private int size(String... arguments) {
        return Size.run(
                Clouds.installed(), Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
