package io.triskel.cli;

import io.triskel.cli.gateway.PageFiles;
import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.cloud.Started.Measurement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads targets with a workload, or lets a cloud's own module measure ratios or soak; that module owns the options of these. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Load-test event buses, functions or the order pipeline: delivery, latency and correctness.",
        description = {
            "WORKLOAD.yaml states the load and its objectives (docs/workload.md; examples: loadtest/workloads).",
            "Targets run one after the other, each in its own process, on emulators on this machine.",
            "",
            "ratios: the adapter's cost relative to the cloud's own SDK, as Markdown on standard output.",
            "languages: one consumer in Java, Node.js and Python, as ratios (aws).",
            "soak: events under injected faults; none may be lost, duplicated or reordered.",
            "clients: ratios of version 1 of the AWS SDK to version 2 on Netty, CRT and URL connections.",
            "function: packs the function for workloads of level function, to deploy it (docs/load-testing.md)."
        },
        customSynopsis = {
            "${COMMAND-FULL-NAME} WORKLOAD.yaml [--target NAMES] [--repeats N] [--workers N] [--out DIR] [--plan]",
            "       [--ui] [--json]",
            "       ${COMMAND-FULL-NAME} CLOUD ratios [OPTION ...] [COMPARISON ...]",
            "       ${COMMAND-FULL-NAME} aws languages",
            "       ${COMMAND-FULL-NAME} CLOUD soak [OPTION ...]",
            "       ${COMMAND-FULL-NAME} aws clients [OPTION ...] [CLIENT ...]",
            "       ${COMMAND-FULL-NAME} CLOUD function FILE",
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Options of a workload:",
            "  --target NAMES  ${bundle:load.targets}",
            "                  Default: memory",
            "  --repeats N     Overrides the file's; all targets run once before any repeats.",
            "  --workers N     Processes sharing the keys and one bus. Default: 1.",
            "                  In a job of Kubernetes, Cloud Run or AWS Batch, this process",
            "                  is the worker that the job assigns (infra/loadtest).",
            "  --out DIR       A new folder for results. Default: target/load/UTC-TIME-NAME",
            "  --plan          Print what would be done, and start nothing.",
            "  --ui            Show the runs in a browser, second by second. The page stays",
            "                  until Ctrl-C.",
            "  --json          Print the summary as JSON.",
            "",
            "Options and comparisons of ratios, and of clients (publish, consume, netty, crt, url-connection):",
            "  --strict        Exit code 1 if a goal is missed.",
            "  --json FILE     Also write the results as JSON.",
            "  --rounds N      Measured rounds. Default: 15",
            "  --warm-ups N    Unmeasured rounds before them. Default: 30",
            "  publish, consume, cold-start, package",
            "                  Run only these. Default: all, which takes two to three minutes",
            "",
            "Options of soak:",
            "  --events N      Number of events. Default: 200000",
            "  --json FILE     Also write the results as JSON.",
            "",
            "With TRISKEL_CONTRACTS=CLOUD, a workload and ratios load the cloud itself (loadtest/README.md).",
            "Exit codes: 0 done; 1 an objective or, with --strict, a goal is missed, or a",
            "soak lost, duplicated or reordered events; 2 wrong usage; 3 a run is invalid (a",
            "self-check failed, or it was stopped) or was not run; 4 a target failed, or the",
            "local machine did (something could not be written, built or started); 130 ended",
            "by Ctrl-C.",
        })
final class LoadCommand implements Callable<Integer> {
    /** Names the deployed offers, as {@code ./triskel size} calls them, so that a budget counts these and not the most expensive. */
    private static final String OFFER = "TRISKEL_OFFER";

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "WORKLOAD.yaml or CLOUD", description = "${bundle:load.clouds}")
    private String what = "";

    @Parameters(index = "1..*", paramLabel = "OPTION", description = "See below.")
    private List<String> options = new ArrayList<>();

    private final Clouds clouds;
    private final Installation installation;
    private final ToIntFunction<List<String>> runner;

    LoadCommand(Clouds clouds, Installation installation, ToIntFunction<List<String>> runner) {
        this.clouds = clouds;
        this.installation = installation;
        this.runner = runner;
    }

    @Override
    public Integer call() {
        Optional<CloudDescriptor> cloud = clouds.find(what);
        if (cloud.isPresent()) {
            return measure(cloud.get());
        }
        if (!what.endsWith(".yaml") && !what.endsWith(".yml")) {
            throw wrong("unknown cloud '" + what + "'; known: " + String.join(", ", clouds.ids())
                    + ". A workload file ends in .yaml");
        }
        Commit commit = new Commit(installation.home(), System.getenv());
        WorkloadCommand workload = new WorkloadCommand(
                Path.of(what),
                installation.output(),
                new LoadTargets(clouds),
                new WorkloadCommand.Means(
                        target -> target.command(installation, commit.name()),
                        this::costs,
                        () -> new PageFiles(installation.classPath("eda-console").stream()
                                .map(Path::of)
                                .toList())),
                System.getenv(),
                Screen.of(System.getenv()),
                System.in);
        // The options of a workload are strict; those of a measurement are the business of its module.
        return new CommandLine(workload)
                .setCommandName(spec.qualifiedName())
                .setOut(spec.commandLine().getOut())
                .setErr(spec.commandLine().getErr())
                .setParameterExceptionHandler(spec.commandLine().getParameterExceptionHandler())
                .setExecutionExceptionHandler(spec.commandLine().getExecutionExceptionHandler())
                .execute(options.toArray(String[]::new));
    }

    private RunCosts costs(List<String> loaded) {
        List<String> command = new ArrayList<>(installation.command("loadtest/load-plan", "io.triskel.load.size.Size"));
        command.addAll(List.of(what, "--run", "--json", "--target", String.join(",", loaded)));
        Optional.ofNullable(System.getenv(OFFER)).ifPresent(names -> command.addAll(List.of("--offer", names)));
        return RunCosts.asked(command);
    }

    private int measure(CloudDescriptor cloud) {
        String name = options.stream().findFirst().orElse("");
        Measurement measurement = cloud.started().measurements().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong("unknown measurement '" + name + "'; known: " + measurements()));
        List<String> command = new ArrayList<>(installation.command(measurement.module(), measurement.mainClass()));
        command.addAll(options.subList(1, options.size()));
        return runner.applyAsInt(command);
    }

    /** {@return the measurements that all clouds have, and those that some have} */
    private String measurements() {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        clouds.all()
                .forEach(cloud -> cloud.started()
                        .measurements()
                        .forEach(one -> byName.computeIfAbsent(one.name(), name -> new ArrayList<>())
                                .add(cloud.id())));
        List<String> said = new ArrayList<>();
        byName.forEach((name, where) -> said.add(
                where.size() == clouds.all().size() ? name : "and " + name + " on " + String.join(", ", where)));
        return String.join(", ", said);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
