package io.triskel.load.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadFileTest {
    private static final String LEAST = """
            workload: 1
            name: least
            level: bus
            event: {size: 1KiB}
            phases:
              - steady: {rate: 1000/s, for: 60s}
            """;

    @TempDir
    private Path folder;

    @Nested
    class A_good_file {
        @Test
        void has_defaults_for_what_it_does_not_say() {
            Workload workload = read(LEAST);

            assertThat(workload)
                    .isEqualTo(new Workload(
                            "least",
                            "",
                            Level.BUS,
                            1,
                            new EventShape(1024),
                            new KeySpread(1000, 0.001),
                            1,
                            new Arrivals.Poisson(),
                            List.of(new Phase.Steady(1000, Duration.ofSeconds(60))),
                            Objectives.none(),
                            Duration.ofSeconds(60),
                            1,
                            Optional.empty(),
                            new Demand(
                                    1000,
                                    1000,
                                    Duration.ofDays(1),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    false,
                                    Optional.empty(),
                                    Region.US)));
        }

        @Test
        void may_say_everything() throws IOException {
            Files.writeString(folder.resolve("times.csv"), "0\n0.5\n20000\n");
            Workload workload = read("""
                    workload: 1
                    name: all
                    about: "Everything: in one file"
                    level: pipeline
                    seed: 42
                    event: {size: 2.5 KB}
                    keys: {count: 1000, hottest: 2%}
                    consumers: 1
                    arrivals: {trace: times.csv}
                    phases:
                      - warm-up: {rate: 60/min, for: 5s}
                      - ramp: {from: 100/s, to: 300/s, for: 10s}
                      - backlog: {rate: 3600/h, for: 5000ms}
                    objectives: {p99: 1500ms, errors: 0.1%, throttled: 1 %, lag-slope: 0.05, lost: 0, reordered: 3}
                    drain: 2min
                    repeats: 5
                    budget: 5.50 USD
                    demand:
                      mean: 1000/s
                      peak: 5000/s
                      retention: 7d
                      replay: 90d
                      kept: 730d
                      function: {work: 20ms, cpu: 500us, memory: 512MiB, batch: 10, window: 1s}
                      orders: true
                      logs: sampled
                      region: eu
                    """);

            assertThat(workload.event().size()).isEqualTo(2500);
            assertThat(workload.keys().hottest()).isEqualTo(0.02);
            assertThat(workload.arrivals())
                    .isEqualTo(new Arrivals.Trace(
                            folder.resolve("times.csv").toAbsolutePath(),
                            TraceFile.digest(TraceFile.read(folder.resolve("times.csv")))));
            assertThat(workload.phases().get(0)).isEqualTo(new Phase.WarmUp(0.4, Duration.ofSeconds(5)));
            assertThat(workload.phases().get(2)).isEqualTo(new Phase.Backlog(0.2, Duration.ofSeconds(5)));
            assertThat(workload.objectives().p99()).contains(Duration.ofMillis(1500));
            assertThat(workload.objectives().throttled()).hasValue(0.01);
            assertThat(workload.objectives().lagSlope()).hasValue(0.05);
            assertThat(workload.objectives().reordered()).hasValue(3);
            assertThat(workload.budget()).contains(new Money(new BigDecimal("5.5")));
            assertThat(workload.demand())
                    .isEqualTo(new Demand(
                            1000,
                            5000,
                            Duration.ofDays(7),
                            Optional.of(Duration.ofDays(90)),
                            Optional.of(Duration.ofDays(730)),
                            Optional.of(new FunctionWork(
                                    Duration.ofMillis(20),
                                    Duration.ofNanos(500_000),
                                    512L << 20,
                                    10,
                                    Duration.ofSeconds(1))),
                            true,
                            Optional.of(Logs.SAMPLED),
                            Region.EU));
            assertThat(Workload.fromJson(workload.toJson())).isEqualTo(workload);
        }

        @Test
        void asks_for_what_its_phases_in_the_figures_ask_for() {
            Workload workload = read("""
                    workload: 1
                    name: several
                    level: bus
                    event: {size: 1KiB}
                    phases:
                      - warm-up: {rate: 9000/s, for: 60s}
                      - steady: {rate: 1000/s, for: 30s}
                      - ramp: {from: 1000/s, to: 5000/s, for: 30s}
                      - capacity: {from: 100/s, to: 99000/s, probe: 60s}
                    """);

            assertThat(workload.demand().mean()).isCloseTo(2000, within(1e-9));
            assertThat(workload.demand().peak()).isEqualTo(5000);
        }
    }

    @Nested
    class A_phase {
        @Test
        void grows_in_a_straight_line_on_a_ramp() {
            Phase ramp = new Phase.Ramp(100, 300, Duration.ofSeconds(10));

            assertThat(ramp.rateAt(Duration.ofSeconds(5))).isEqualTo(200);
            assertThat(ramp.rateAt(Duration.ofSeconds(11))).isEqualTo(300);
            assertThat(ramp.events()).isEqualTo(2000);
        }

        @Test
        void is_in_the_figures_unless_it_is_a_warm_up() {
            assertThat(new Phase.WarmUp(1, Duration.ofSeconds(1)).counts()).isFalse();
            assertThat(new Phase.Spike(1, Duration.ofSeconds(1)).counts()).isTrue();
        }
    }

    @Nested
    class An_error {
        @Test
        void names_file_line_and_the_nearest_right_name_of_an_unknown_field() {
            assertRefused(
                    LEAST.replace("level:", "levle:"),
                    3,
                    "unknown field 'levle'. Did you mean 'level'? Known: workload, name");
        }

        @Test
        void names_the_group_of_an_unknown_field() {
            assertRefused(
                    LEAST.replace("size: 1KiB", "sise: 1KiB"),
                    4,
                    "unknown field 'sise' in 'event'. Did you mean 'size'?");
            assertRefused(LEAST.replace("rate:", "Rate:"), 6, "unknown field 'Rate' in 'steady'. Did you mean 'rate'?");
            assertRefused(
                    LEAST.replace("- steady", "- stead"),
                    6,
                    "unknown field 'stead' in 'phases'. Did you mean 'steady'?");
        }

        @Test
        void tells_of_a_space_that_is_missing() {
            assertRefused(LEAST.replace("for: 60s", "for:60s"), 6, "Put a space after the colon: 'for: 60s'");
        }

        @Test
        void tells_of_a_field_that_is_missing() {
            assertRefused(LEAST.replace("name: least\n", ""), 1, "the field 'name' is missing");
            assertRefused(LEAST.replace(", for: 60s", ""), 6, "the field 'for' is missing in 'steady'");
        }

        @Test
        void tells_of_a_field_that_stands_twice() {
            assertRefused(LEAST + "name: again\n", 7, "the field 'name' appears twice");
        }

        @Test
        void tells_of_a_unit_that_is_wrong() {
            assertRefused(LEAST.replace("1000/s", "1000"), 6, "'rate' is '1000'. Expected: a rate such as 1000/s");
            assertRefused(LEAST.replace("1000/s", "1k/s"), 6, "'rate' is the text '1k/s'. Expected: a rate such as");
            assertRefused(LEAST.replace("60s", "60"), 6, "'for' is '60'. Expected: a time such as 1500ms");
            assertRefused(LEAST.replace("60s", "1m"), 6, "'for' is the text '1m'. Expected: a time such as 1500ms");
            assertRefused(LEAST.replace("1KiB", "1kb"), 4, "'size' is the text '1kb'. Expected: a size such as 1KiB");
            assertRefused(
                    LEAST + "keys: {count: 10, hottest: 20}\n", 7, "'hottest' is '20'. Expected: a share such as 2%");
            assertRefused(
                    LEAST + "keys: {count: 10, hottest: 1}\n", 7, "'hottest' is '1'. Expected: a share such as 2%");
            assertRefused(
                    LEAST + "budget: 5 EUR\n", 7, "'budget' is the text '5 EUR'. Expected: an amount such as 5 USD");
        }

        @Test
        void tells_of_a_rate_that_is_impossible() {
            assertRefused(
                    LEAST.replace("1000/s", "0/s"),
                    6,
                    "'rate' is the text '0/s'. Expected: above 0 and at most 10,000,000 events per second.");
            assertRefused(LEAST.replace("1000/s", "10000001/s"), 6, "'rate' is the text '10000001/s'.");
            assertRefused(LEAST.replace("1000/s", "-5/s"), 6, "'rate' is the text '-5/s'");
        }

        @Test
        void tells_of_a_count_that_is_impossible() {
            assertRefused(LEAST + "consumers: 0\n", 7, "'consumers' is '0'. Expected: 1 to 100.");
            assertRefused(
                    LEAST + "consumers: 2\ndemand: {orders: true}\n",
                    7,
                    "Expected: left out, since the readers of orders are those of the demo's manifests.");
            assertRefused(
                    LEAST + "consumers: 2.5\n", 7, "'consumers' is '2.5'. Expected: a whole number, in decimal digits");
            assertRefused(
                    LEAST + "seed: 99999999999999999999\n", 7, "Expected: a whole number from -2^63 to 2^63 - 1.");
            assertRefused(
                    LEAST + "repeats: many\n",
                    7,
                    "'repeats' is the text 'many'. Expected: a whole number, in decimal digits");
            assertRefused(
                    LEAST + "keys: {count: 10, hottest: 5%}\n",
                    7,
                    "Expected: from 10%, the even share of 10 keys, to 100%.");
        }

        @Test
        void tells_of_a_size_or_a_time_beyond_the_limits() {
            assertRefused(
                    LEAST.replace("1KiB", "100B"),
                    4,
                    "'size' is the text '100B'. Expected: 200 B to 1 MiB (1,048,576 B).");
            assertRefused(LEAST.replace("1KiB", "2GiB"), 4, "'size' is the text '2GiB'.");
            assertRefused(
                    LEAST.replace("60s", "31d"), 6, "'for' is the text '31d'. Expected: above 0 and at most 30 days.");
            assertRefused(LEAST + "drain: 2h\n", 7, "'drain' is the text '2h'. Expected: at most 1 h.");
        }

        @Test
        void tells_of_phases_that_do_not_go_together() {
            String capacity = "  - capacity: {from: 100/s, to: 1000/s, probe: 60s}\n";
            assertRefused(
                    LEAST.replace("phases:\n", "phases:\n" + capacity), 6, "A capacity search must be the last phase");
            assertRefused(LEAST.replace("steady", "warm-up"), 6, "At least one phase must count in the figures");
            assertRefused(
                    LEAST.replace("phases:\n  - steady: {rate: 1000/s, for: 60s}", "phases: []"),
                    5,
                    "1 to 100 phases, not 0");
            assertRefused(
                    LEAST.replace(
                            "{rate: 1000/s, for: 60s}", "{rate: 1000/s, for: 60s}\n    spike: {rate: 1/s, for: 1s}"),
                    6,
                    "a phase has exactly one kind; this one has 2");
        }

        @Test
        void tells_of_a_demand_that_contradicts_itself() {
            assertRefused(
                    LEAST + "demand: {mean: 10/s, peak: 5/s}\n",
                    7,
                    "'peak' is the text '5/s'. Expected: at least the mean, 10/s.");
            assertRefused(LEAST + "demand:\n  function: {work: 5ms, cpu: 6ms}\n", 8, "of whose wall time it is a part");
        }

        @Test
        void tells_of_a_replay_or_a_keeping_beyond_ten_years() {
            assertRefused(
                    LEAST + "demand:\n  mean: 5/s\n  replay: 3651d\n",
                    9,
                    "'replay' is the text '3651d'. Expected: above 0 and at most 3650 days.");
            assertRefused(
                    LEAST + "demand:\n  mean: 5/s\n  kept: 0d\n", 9, "'kept' is the text '0d'. Expected: above 0");
            assertRefused(LEAST + "demand: {logs: some}\n", 7, "'logs' is 'some', which is unknown.");
        }

        @Test
        void tells_of_a_choice_that_is_unknown() {
            assertRefused(
                    LEAST.replace("level: bus", "level: buss"),
                    3,
                    "'level' is 'buss', which is unknown. Did you mean 'bus'?");
            assertRefused(LEAST + "arrivals: poison\n", 7, "Did you mean 'poisson'?");
        }

        @Test
        void tells_of_another_format() {
            assertRefused(
                    LEAST.replace("workload: 1", "workload: 2"),
                    1,
                    "'workload' is '2'. Expected: 1, the only format version");
        }

        @Test
        void tells_of_a_value_that_is_missing_or_of_another_shape() {
            assertRefused(LEAST.replace("level: bus", "level:"), 3, "'level' is without a value.");
            assertRefused(LEAST.replace("level: bus", "level: [bus]"), 3, "'level' is a list.");
            assertRefused(LEAST.replace("event: {size: 1KiB}", "event: 1KiB"), 4, "Expected: fields, of size.");
            assertRefused("- workload: 1\n", 1, "Expected: fields, of workload, name");
            assertRefused(LEAST + "? [a, b]\n: 1\n", 7, "the name of a field is a list or a group");
        }
    }

    @Nested
    class What_is_no_plain_yaml_is_refused {
        @Test
        void two_documents() {
            assertRefused(LEAST + "---\nname: second\n", 7, "a second YAML document begins here");
        }

        @Test
        void anchors_aliases_and_tags() {
            assertRefused(LEAST.replace("1KiB", "&size 1KiB"), 4, "an anchor (&size) is not supported");
            assertRefused(LEAST + "keys: *size\n", 7, "an alias (*) is not supported");
            assertRefused(LEAST.replace("1KiB", "!!str 1KiB"), 4, "a tag (!) is not supported");
            assertRefused(LEAST.replace("{size: 1KiB}", "!map {size: 1KiB}"), 4, "a tag (!) is not supported");
        }

        @Test
        void broken_syntax() {
            assertRefused(LEAST.replace("for: 60s}", "for: 60s"), 7, "this is not YAML");
            assertRefused(LEAST + "\tseed: 1\n", 7, "this is not YAML");
        }

        @Test
        void an_empty_file() {
            assertRefusedWhole("", "the file is empty. Begin with the line 'workload: 1'");
            assertRefusedWhole("# only a comment\n", "the file has no YAML document");
        }

        @Test
        void a_binary_file_and_another_encoding() throws IOException {
            Path file = folder.resolve("broken.yaml");
            Files.write(file, new byte[] {'w', 0, 1, 2});
            assertThatThrownBy(() -> WorkloadFile.read(file)).hasMessageContaining("the file is binary");

            Files.write(file, new byte[] {'#', (byte) 0xE9, '\n'});
            assertThatThrownBy(() -> WorkloadFile.read(file)).hasMessageContaining("not in UTF-8");
        }

        @Test
        void a_file_that_is_too_large() {
            assertRefusedWhole(LEAST + "# ".repeat(200_000), "the file is larger than 256 KiB");
        }

        @Test
        void nesting_without_end() {
            assertRefused(LEAST + "about: " + "[".repeat(50_000) + "\n", 7, "values are nested more than 50 deep");
            assertRefused(LEAST + "about: " + "[".repeat(49) + "]".repeat(49) + "\n", 7, "'about' is a list");
        }

        @Test
        void no_file_and_a_folder() {
            assertThatThrownBy(() -> WorkloadFile.read(folder.resolve("none.yaml")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("this file does not exist");
            assertThatThrownBy(() -> WorkloadFile.read(folder)).hasMessageContaining("this is a folder");
        }
    }

    @Nested
    class A_trace {
        @Test
        void says_what_the_phases_ask_for_and_what_production_would() throws IOException {
            String times = "0\n1000\n" + "10000\n".repeat(3) + "10999\n11000\n59000\n60000\n";
            Files.writeString(folder.resolve("times.csv"), times);

            Workload workload = read("""
                    workload: 1
                    name: recorded
                    level: bus
                    event: {size: 1KB}
                    arrivals: {trace: times.csv}
                    phases:
                      - warm-up: {rate: 9999/s, for: 10s}
                      - ramp: {from: 1/s, to: 9999/s, for: 10s}
                      - spike: {rate: 9999/s, for: 20s}
                      - steady: {rate: 9999/s, for: 20s}
                    """);

            assertThat(workload.phases())
                    .extracting(Phase::events)
                    .usingElementComparator(Comparator.comparingLong(Math::round))
                    .containsExactly(2.0, 5.0, 0.0, 2.0);
            assertThat(workload.demand().mean()).isCloseTo(7 / 50.0, within(0.001));
            assertThat(workload.demand().peak()).as("within the busiest second").isEqualTo(4);
            assertThat(Workload.fromJson(workload.toJson())).isEqualTo(workload);
        }

        @Test
        void that_goes_on_after_the_phases_is_refused_with_its_line() throws IOException {
            Files.writeString(folder.resolve("long.csv"), "0\n61000\n");

            assertThatThrownBy(() -> read(LEAST + "arrivals: {trace: long.csv}\n"))
                    .hasMessageContaining("long.csv:2: the trace lasts until 61 s, but the phases end at 60 s");
        }

        @Test
        void has_a_rate_of_its_own_and_so_no_capacity_search() throws IOException {
            Files.writeString(folder.resolve("one.csv"), "0\n");
            String capacity = "  - capacity: {from: 100/s, to: 1000/s, probe: 60s}\n";

            assertThatThrownBy(() -> read(LEAST + capacity + "arrivals: {trace: one.csv}\n"))
                    .hasMessageContaining("a trace has its own");
        }
    }

    private Workload read(String text) {
        try {
            return WorkloadFile.read(Files.writeString(folder.resolve("load.yaml"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(String text, int line, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("load.yaml") + ":" + line + ": ")
                .hasMessageContaining(message);
    }

    private void assertRefusedWhole(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("load.yaml") + ": ")
                .hasMessageContaining(message);
    }
}
