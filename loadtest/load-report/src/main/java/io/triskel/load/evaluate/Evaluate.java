package io.triskel.load.evaluate;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criteria;
import io.triskel.load.evaluate.criteria.CriteriaFile;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.criteria.ProfileFile;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.result.Results;
import io.triskel.load.report.section.Opening;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.report.write.HtmlReport;
import io.triskel.load.report.write.MarkdownReport;
import io.triskel.load.report.write.TextReport;
import io.triskel.load.result.ResultException;
import io.triskel.load.workload.CommandProcess;
import io.triskel.load.workload.OutputFile;
import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ./triskel evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        header = "Compare the three clouds: gates, costs and scores with bounds, and what is unknown.",
        description = {
            "",
            "A cloud is out if each of its offers fails a gate of the workload or the profile. A score is measured on the"
                    + " clouds, computed from list prices, or judged with a source; each keeps its bounds."
                    + " Results of memory, emulators and simulations score nothing, and missing evidence is shown as missing."
                    + " docs/scoring.md explains how to read the scores and change the criteria."
        },
        synopsisHeading = "%nUsage: ",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Exit codes: 0 written, whether or not a cloud leads; 2 wrong usage, unreadable input, or a file that cannot be written."
        })
public final class Evaluate implements Callable<Integer> {
    private static final List<String> SHIPPED = List.of("iot-fleet", "bank-orders");

    @Spec
    private CommandSpec spec;

    @Option(names = "--criteria", paramLabel = "FILE", description = "Your own criteria. Default: ${DEFAULT-VALUE}.")
    private Path criteria;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description =
                    "iot-fleet, bank-orders, or a FILE.yaml with weights and a workload. Default: the criteria's own"
                            + " weights; nothing is computed without a workload.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--results",
            arity = "1..*",
            paramLabel = "DIR",
            description =
                    "Folders that ./triskel load wrote, of the workloads that the profile names. Only evidence of class"
                            + " cloud scores.")
    private List<Path> results = List.of();

    @Option(names = "--region", paramLabel = "REGION", description = "us or eu. Default: the region of the workload.")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--language",
            paramLabel = "CODE",
            description = "Language of the texts: en or fr. Default: ${DEFAULT-VALUE}.")
    private String language = "en";

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page that opens offline.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also write Markdown.")
    private Optional<Path> markdown = Optional.empty();

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    private final Path shipped;
    private final Clouds clouds;

    /** @param home Triskel's folder, which has the criteria */
    private Evaluate(Path home, Clouds clouds) {
        this.clouds = clouds;
        shipped = home.resolve("evaluation");
        criteria = shipped.resolve("criteria.yaml");
    }

    /** Exits with 0, or with 2 for wrong usage or an unreadable input. */
    public static void main(String[] arguments) {
        CommandProcess.run(Evaluate::run, arguments);
    }

    static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        return CommandProcess.execute(
                new CommandLine(
                        new Evaluate(Path.of(environment.getOrDefault("TRISKEL_HOME", "")), Clouds.installed())),
                "evaluate",
                List.of(InputException.class, ResultException.class, IOException.class),
                environment,
                out,
                err,
                arguments);
    }

    @Override
    public Integer call() throws IOException {
        region.filter(name -> !List.of("us", "eu").contains(name)).ifPresent(name -> {
            throw wrong("unknown region '" + name + "'; known: us, eu");
        });
        Words words = Words.in(
                Language.of(language.toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> wrong("unknown language '" + language + "'; known: en, fr")),
                clouds);
        Criteria asked = CriteriaFile.read(criteria, clouds);
        Profile whose = profile.map(name -> ProfileFile.read(file(name), asked)).orElseGet(Profile::none);
        List<LoadRun> runs = Results.readEachWorkload(results).stream()
                .map(found -> LoadRun.of(found, clouds))
                .toList();
        EvaluationWords told = new EvaluationWords(Evaluation.of(clouds, asked, whose, runs, region), words);
        EvaluationFile evaluation = told.file();
        Opening opening = told.opening();
        List<Section> sections = Sections.of(evaluation, words);
        if (html.isPresent()) {
            write(html.get(), HtmlReport.of(evaluation, words, opening, sections));
        }
        if (markdown.isPresent()) {
            write(markdown.get(), MarkdownReport.of(words, opening, sections));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(evaluation.json());
        } else {
            out.print(TextReport.of(words, opening, sections));
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static void write(Path file, String text) throws IOException {
        OutputFile.write(file, text, "Make room, or name another file.");
    }

    /**
     * {@return the file of a profile: a path if its name ends with .yaml, otherwise next to the criteria if it is there, otherwise the
     * shipped one}
     */
    private Path file(String name) {
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return Path.of(name);
        }
        if (!SHIPPED.contains(name)) {
            throw wrong("unknown profile '" + name + "'; known: " + String.join(", ", SHIPPED)
                    + ", or a file that ends with .yaml");
        }
        Path file = Path.of("profiles", name + ".yaml");
        Path own = criteria.resolveSibling(file);
        return Files.exists(own) ? own : shipped.resolve(file);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
