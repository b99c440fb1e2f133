package io.triskel.cli;

import io.triskel.load.cloud.Clouds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that is another module's: all arguments go there, {@code --help} among them. */
abstract class ModuleCommand implements Callable<Integer> {
    static final ModuleOptions REPORT = new ModuleOptions(
            "DIR",
            "1..*",
            List.of("--out", "--baseline", "--language"),
            List.of(),
            List.of("--emulator-latency"),
            Map.of("--language", List.of("en", "fr")));
    static final ModuleOptions EVALUATE = new ModuleOptions(
            "",
            "0",
            List.of("--criteria", "--profile", "--region", "--language", "--html", "--markdown"),
            List.of("--results"),
            List.of("--json"),
            Map.of("--region", List.of("us", "eu")));
    static final ModuleOptions TYPES = new ModuleOptions(
            "",
            "0",
            List.of("--language"),
            List.of(),
            List.of(),
            Map.of("--language", List.of("typescript", "python")));
    static final ModuleOptions STUDY = new ModuleOptions(
            "",
            "0",
            List.of("--language", "--html", "--pdf", "--markdown", "--slides"),
            List.of(),
            List.of(),
            Map.of("--language", List.of("en", "fr")));

    /** {@return the options of {@code size}} */
    static ModuleOptions size(List<String> clouds) {
        return new ModuleOptions(
                "WORKLOAD.yaml",
                "1",
                List.of(
                        "--target",
                        "--region",
                        "--load",
                        "--currency",
                        "--plan",
                        "--prices",
                        "--offers",
                        "--offer",
                        "--logs"),
                List.of(),
                List.of("--details", "--curves", "--run", "--json"),
                Map.of(
                        "--target",
                        clouds,
                        "--region",
                        List.of("us", "eu"),
                        "--currency",
                        List.of("USD", "EUR"),
                        "--logs",
                        List.of("none", "sampled", "all")));
    }

    @Spec
    private CommandSpec spec;

    @Parameters(hidden = true)
    private List<String> arguments = new ArrayList<>();

    private final Installation installation;
    private final ToIntFunction<List<String>> runner;
    private final String module;
    private final String mainClass;
    private final Optional<ModuleOptions> options;

    private ModuleCommand(
            Installation installation,
            ToIntFunction<List<String>> runner,
            String module,
            String mainClass,
            Optional<ModuleOptions> options) {
        this.installation = installation;
        this.runner = runner;
        this.module = module;
        this.mainClass = mainClass;
        this.options = options;
    }

    @Override
    public Integer call() {
        options.ifPresent(
                known -> known.check(spec.qualifiedName(), spec.commandLine().getErr(), arguments));
        List<String> command = new ArrayList<>(installation.command(module, mainClass));
        command.addAll(arguments);
        return runner.applyAsInt(command);
    }

    /** Writes the report of load tests. */
    @Command(
            name = "report",
            header = "Report load test results as an HTML page, Markdown, CSV and JSON.",
            description = "See ${COMMAND-FULL-NAME} --help for its options.")
    static final class OfReport extends ModuleCommand {
        OfReport(Installation installation, ToIntFunction<List<String>> runner) {
            super(
                    installation,
                    runner,
                    "loadtest/load-report",
                    "io.triskel.load.report.ReportCommand",
                    Optional.of(REPORT));
        }
    }

    /** Sizes a workload. */
    @Command(
            name = "size",
            header = "Compute what a workload needs and costs on each cloud, from limits and list prices.",
            description = "See ${COMMAND-FULL-NAME} --help for its options.")
    static final class OfSize extends ModuleCommand {
        OfSize(Clouds clouds, Installation installation, ToIntFunction<List<String>> runner) {
            super(
                    installation,
                    runner,
                    "loadtest/load-plan",
                    "io.triskel.load.size.Size",
                    Optional.of(size(clouds.ids())));
        }
    }

    /** Scores the clouds. */
    @Command(
            name = "evaluate",
            header = "Score the clouds on stated criteria, and list what is unknown.",
            description = "See ${COMMAND-FULL-NAME} --help for its options.")
    static final class OfEvaluate extends ModuleCommand {
        OfEvaluate(Installation installation, ToIntFunction<List<String>> runner) {
            super(
                    installation,
                    runner,
                    "loadtest/load-report",
                    "io.triskel.load.evaluate.Evaluate",
                    Optional.of(EVALUATE));
        }
    }

    /** Writes the study for the board. */
    @Command(
            name = "study",
            header = "Write the study for the architecture board, in French or English.",
            description = "See ${COMMAND-FULL-NAME} --help for its options.")
    static final class OfStudy extends ModuleCommand {
        OfStudy(Installation installation, ToIntFunction<List<String>> runner) {
            super(installation, runner, "loadtest/load-report", "io.triskel.load.study.Study", Optional.of(STUDY));
        }
    }

    /** Writes the demo's AsyncAPI document. */
    @Command(
            name = "asyncapi",
            header = "Messages, schemas, senders and receivers, as an AsyncAPI 3.0 document.",
            description = "See ${COMMAND-FULL-NAME} --help for its options.")
    static final class OfAsyncApi extends ModuleCommand {
        OfAsyncApi(Installation installation, ToIntFunction<List<String>> runner) {
            super(
                    installation,
                    runner,
                    "demo-order-pipeline/orders-driver",
                    "io.triskel.orders.asyncapi.OrdersAsyncApi",
                    Optional.empty());
        }
    }

    /** Writes the demo's types in other languages. */
    @Command(
            name = "types",
            header = "The data of events as TypeScript declarations or Python dataclasses.",
            description = "See ${COMMAND-FULL-NAME} --help for its options.")
    static final class OfTypes extends ModuleCommand {
        OfTypes(Installation installation, ToIntFunction<List<String>> runner) {
            super(
                    installation,
                    runner,
                    "demo-order-pipeline/orders-driver",
                    "io.triskel.orders.asyncapi.OrdersTypes",
                    Optional.of(TYPES));
        }
    }
}
