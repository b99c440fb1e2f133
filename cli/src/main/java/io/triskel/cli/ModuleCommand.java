package io.triskel.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command that is another module's: all arguments go there, {@code --help} among them. */
abstract class ModuleCommand implements Callable<Integer> {
    @Parameters(hidden = true)
    private List<String> arguments = new ArrayList<>();

    private final Installation installation;
    private final ToIntFunction<List<String>> runner;
    private final String module;
    private final String mainClass;

    private ModuleCommand(
            Installation installation, ToIntFunction<List<String>> runner, String module, String mainClass) {
        this.installation = installation;
        this.runner = runner;
        this.module = module;
        this.mainClass = mainClass;
    }

    @Override
    public Integer call() {
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
            super(installation, runner, "loadtest/load-report", "io.triskel.load.report.ReportCommand");
        }
    }

    /** Sizes a workload. */
    @Command(
            name = "size",
            header = "Compute what a workload needs and costs on each cloud, from limits and list prices.",
            description = "See ${COMMAND-FULL-NAME} --help for its options.")
    static final class OfSize extends ModuleCommand {
        OfSize(Installation installation, ToIntFunction<List<String>> runner) {
            super(installation, runner, "loadtest/load-plan", "io.triskel.load.size.Size");
        }
    }

    /** Scores the clouds. */
    @Command(
            name = "evaluate",
            header = "Score the clouds on stated criteria, and list what is unknown.",
            description = "See ${COMMAND-FULL-NAME} --help for its options.")
    static final class OfEvaluate extends ModuleCommand {
        OfEvaluate(Installation installation, ToIntFunction<List<String>> runner) {
            super(installation, runner, "loadtest/load-report", "io.triskel.load.evaluate.Evaluate");
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
                    "io.triskel.orders.asyncapi.OrdersAsyncApi");
        }
    }
}
