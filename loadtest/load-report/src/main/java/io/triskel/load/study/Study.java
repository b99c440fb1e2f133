package io.triskel.load.study;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.study.print.PageNumbers;
import io.triskel.load.study.print.PdfPrinter;
import io.triskel.load.workload.CommandProcess;
import io.triskel.load.workload.OutputFile;
import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ./triskel study}. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        header = "Write the study for the architecture board, in French or English.",
        description = {
            "",
            "Fills the chapters in study/ with figures of evaluations, documented facts and study/figures/, and adds an annex with"
                    + " the source of each. Name at least one file. docs/report.md explains how to edit the study."
        },
        synopsisHeading = "%nUsage: ",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Exit codes: 0 written; 2 wrong usage, an unreadable chapter or figure, a file that cannot be written, or no browser"
                    + " for --pdf."
        })
public final class Study implements Callable<Integer> {
    /** The hint for a writer whose file is missing or wrong. */
    static final String WHOLE = "docs/report.md explains the files of the study.";

    private static final String ROOM = "Make room, or name another file.";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--language",
            paramLabel = "CODE",
            description = "Language of the document: en or fr. Default: ${DEFAULT-VALUE}.")
    private String language = "fr";

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page that opens offline.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--pdf",
            paramLabel = "FILE",
            description =
                    "Write the page as PDF, printed by Chromium, Chrome or Edge. The variable CHROMIUM names another one.")
    private Optional<Path> pdf = Optional.empty();

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write Markdown.")
    private Optional<Path> markdown = Optional.empty();

    @Option(
            names = "--slides",
            paramLabel = "FILE",
            description = "Write the slides of the meeting as a page: one a screen, and one a landscape page in print.")
    private Optional<Path> slides = Optional.empty();

    private final Path home;
    private final Clouds clouds;

    private final Map<String, String> environment;

    private Study(Map<String, String> environment, Clouds clouds) {
        this.environment = environment;
        this.clouds = clouds;
        home = Path.of(environment.getOrDefault("TRISKEL_HOME", ""));
    }

    /** Exits with 0, or with 2 for wrong usage or an unreadable input. */
    public static void main(String[] arguments) {
        CommandProcess.run(Study::run, arguments);
    }

    static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        return CommandProcess.execute(
                new CommandLine(new Study(environment, Clouds.installed())),
                "study",
                List.of(InputException.class, IOException.class),
                environment,
                out,
                err,
                arguments);
    }

    @Override
    public Integer call() throws IOException {
        Language of = Language.of(language.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> wrong("unknown language '" + language + "'; known: en, fr"));
        if (Stream.of(html, pdf, markdown, slides).allMatch(Optional::isEmpty)) {
            throw wrong("nothing to write: name a file with --html, --pdf, --markdown or --slides");
        }
        Words words = Words.in(of, clouds);
        StudyData data = StudyData.read(home, clouds);
        StudyDocument document = StudyDocument.of(data, Chapter.read(home.resolve("study"), of), words, Blocks.all());
        if (markdown.isPresent()) {
            write(markdown.get(), document.markdown(Links.evidence(markdown.get(), home)));
        }
        if (html.isPresent()) {
            write(html.get(), StudyPage.of(document, clouds, Links.evidence(html.get(), home), Map.of()));
        }
        if (pdf.isPresent()) {
            print(pdf.get(), document);
        }
        if (slides.isPresent()) {
            Chapter texts =
                    Chapter.read(home.resolve("study").resolve(of.code()).resolve("slides.md"));
            write(slides.get(), Slides.of(data, texts, words, Links.evidence(slides.get(), home)));
        }
        return CommandLine.ExitCode.OK;
    }

    /** Prints twice: the first print says which page each chapter begins on. */
    private void print(Path file, StudyDocument document) throws IOException {
        PdfPrinter printer = PdfPrinter.find(environment);
        String evidence = Links.evidence(file, home);
        byte[] first = printer.print(StudyPage.of(document, clouds, evidence, Map.of()));
        byte[] second = printer.print(StudyPage.of(document, clouds, evidence, PageNumbers.of(first)));
        OutputFile.write(file, second, ROOM);
        spec.commandLine().getOut().println(file);
    }

    private void write(Path file, String text) throws IOException {
        OutputFile.write(file, text, ROOM);
        spec.commandLine().getOut().println(file);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
