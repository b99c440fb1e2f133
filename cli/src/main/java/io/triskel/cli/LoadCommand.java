package io.triskel.cli;

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

/** Loads targets with a workload; or has a cloud's own module measure ratios or soak it, which owns the options of these. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Load event buses, functions or the order pipeline, and measure what comes, how late and how well.",
        description = {
            "WORKLOAD.yaml says what is sent and what must hold (docs/workload.md; examples: loadtest/workloads).",
            "One target after the other; each is a process of its own, on stand-ins of this machine.",
            "",
            "ratios: what the adapter costs over the cloud's own SDK, as Markdown on standard output.",
            "soak: events with everything going wrong; none may be lost, doubled or out of order.",
            "clients: version 1 of the AWS SDK beside version 2 on Netty, CRT and URL connections, as ratios.",
            "function: packs the function that a workload of level function loads, to be deployed (docs/load-testing.md)."
        },
        customSynopsis = {
            "${COMMAND-FULL-NAME} WORKLOAD.yaml [--target NAMES] [--repeats N] [--workers N] [--out DIR] [--plan]",
            "       [--json]",
            "       ${COMMAND-FULL-NAME} CLOUD ratios [OPTION ...] [COMPARISON ...]",
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
            "  --repeats N     Instead of the file's; all targets once before any is repeated.",
            "  --workers N     So many processes send it together, each with keys and a bus of its own. Default: 1.",
            "                  Where a job of Kubernetes, Cloud Run or AWS Batch says which worker this is,",
            "                  it is that one (infra/loadtest).",
            "  --out DIR       A new folder for the results. Default: target/load/UTC-TIME-NAME",
            "  --plan          Say what would be done, and start nothing.",
            "  --json          The summary as JSON.",
            "",
            "Options and comparisons of ratios, and of clients (publish, consume, netty, crt, url-connection):",
            "  --strict        Exit code 1 if a goal is missed.",
            "  --json FILE     Write the results as JSON, too.",
            "  --rounds N      Rounds that count. Default: 15",
            "  --warm-ups N    Rounds before them that do not. Default: 30",
            "  publish, consume, cold-start, package",
            "                  Only these. Default: all, which takes two to three minutes",
            "",
            "Options of soak:",
            "  --events N      How many. Default: 200000",
            "  --json FILE     Write the results as JSON, too.",
            "",
            "With TRISKEL_CONTRACTS=CLOUD, a workload and ratios load the cloud itself (loadtest/README.md).",
            "Exit codes: 0 done; 1 an objective or, with --strict, a goal is missed, or a soak lost, doubled or",
            "reordered something; 2 wrong usage; 3 the run is invalid, since a self-check did not hold or it",
            "was stopped; 4 a target failed, or this machine did (what cannot be written, built or started).",
        })
final class LoadCommand implements Callable<Integer> {
    /** Names what the buses are deployed as, as {@code ./triskel size} calls it, so that a budget counts that and not the dearest. */
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
                    + ". A workload's file ends in .yaml");
        }
        Commit commit = new Commit(installation.home(), System.getenv());
        WorkloadCommand workload = new WorkloadCommand(
                Path.of(what),
                installation.home(),
                new LoadTargets(clouds),
                target -> target.command(installation, commit.name()),
                this::costs,
                System.getenv(),
                Screen.of(System.getenv()));
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
