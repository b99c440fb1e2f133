package io.triskel.load.aws;

import io.triskel.load.ratio.Comparison;
import io.triskel.load.ratio.Figure;
import io.triskel.load.ratio.Outcome;
import io.triskel.load.ratio.Report;
import io.triskel.local.NodeTools;
import io.triskel.local.WorkFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code loadtest/run aws ratios}: what the adapter costs, each as a ratio to the SDK or to an empty function in the same
 * run.
 */
public final class Ratios {
    private static final int PUBLISHED = 160_000;
    private static final int CONSUMED = 100_000;
    private static final int THROUGH_INBOX = 1_000;

    private final Options options;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();

    private Ratios(Options options) {
        this.options = options;
    }

    /** Runs it; the exit status is 1 if a goal is missed and {@code --strict} is given, 2 if it is called wrongly. */
    public static void main(String[] arguments) throws Exception {
        Optional<Options> options = Options.parse(List.of(arguments));
        if (options.isEmpty()) {
            System.err.println(Options.USAGE);
            System.exit(2);
        }
        System.exit(new Ratios(options.orElseThrow()).run());
    }

    private int run() throws Exception {
        Report report;
        try (AwsBinding aws = AwsBinding.apart(System.getenv())) {
            if (options.asksFor("publish")) {
                measure(new PublishRatio(aws, PUBLISHED).comparison());
            }
            if (options.asksFor("consume")) {
                consume(aws);
            }
            if (options.asksFor("cold-start")) {
                coldStart();
            }
            if (options.asksFor("package")) {
                packageSize();
            }
            report = new Report(aws.environment(), outcomes, figures);
        }
        System.out.println(report.markdown());
        if (options.json().isPresent()) {
            Files.writeString(options.json().orElseThrow(), report.json().toPrettyString() + "\n");
        }
        return options.strict() && !report.reachedAll() ? 1 : 0;
    }

    private void consume(AwsBinding aws) throws Exception {
        AwsSpace space = aws.fresh();
        ConsumeRatio consume = new ConsumeRatio(aws, space, CONSUMED);
        measure(consume.comparison());
        figures.add(consume.inboxCost(THROUGH_INBOX));
        aws.delete(space);
    }

    private void coldStart() throws Exception {
        Path folder = WorkFolder.create("triskel-ratios-");
        try (ColdStartRatio coldStart = new ColdStartRatio(folder)) {
            measure(coldStart.comparison());
        } finally {
            WorkFolder.remove(folder);
        }
    }

    private void packageSize() throws Exception {
        Path module = NodeTools.projectRoot().resolve("demo-order-pipeline/order-aws");
        for (Path zip : List.of(module.resolve("target/order-aws.zip"), module.resolve("target/quick/order-aws.zip"))) {
            if (Files.exists(zip)) {
                figures.add(new Figure(
                        "package",
                        Files.size(zip) / 1e6,
                        "MB",
                        "Size of " + module.relativize(zip) + "; goal: below 12"));
                return;
            }
        }
    }

    private void measure(Comparison comparison) throws Exception {
        System.err.println("measuring: " + comparison.name());
        outcomes.add(comparison.run(options.warmUps(), options.rounds()));
    }
}
