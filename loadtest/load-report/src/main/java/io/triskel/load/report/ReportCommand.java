package io.triskel.load.report;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.merge.FigureChange;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.result.Results;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Opening;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.section.Verdicts;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.report.write.CsvReport;
import io.triskel.load.report.write.HtmlReport;
import io.triskel.load.report.write.MarkdownReport;
import io.triskel.load.report.write.ReportJson;
import io.triskel.load.result.ResultException;
import io.triskel.load.workload.OutputFile;
import io.triskel.load.workload.StandardOutput;
import io.triskel.load.workload.TerminalWidth;
import io.triskel.load.workload.WrongUsage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./triskel report}: results of load tests as files for people and programs. */
@Command(
        name = "report",
        header = "Write the results of load tests as a page, Markdown, CSV and JSON.",
        description = "The page is one file that opens without a network. docs/report.md explains how to read it.",
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Exit codes: 0 written; 1 written, but something is worse than the baseline;",
            "2 wrong usage, a folder that cannot be read, or a file that cannot be written.",
        })
public final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description =
                    "Folders that ./triskel load wrote. Several folders are one run: workers, repetitions or targets that ran"
                            + " separately. An evaluation.json in one of them (./triskel evaluate --json) becomes part of the"
                            + " report.")
    private List<Path> folders = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for report.html, report.md, report.csv and report.json. Default: the first DIR.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description = "The folder of an earlier run. If a figure is worse now, the exit code is 1.")
    private Optional<Path> baseline = Optional.empty();

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description = "Language of the page and the Markdown: en or fr. Default: ${DEFAULT-VALUE}.")
    private String language = Language.ENGLISH.code();

    @Option(
            names = "--emulator-latency",
            description =
                    "Show latencies of emulators next to other clouds’ figures, each with a label. Default: hidden,"
                            + " because they say nothing about the clouds.")
    private boolean emulatorLatency;

    private final Clouds clouds;

    private ReportCommand(Clouds clouds) {
        this.clouds = clouds;
    }

    /** Runs the command, and ends this JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter answers = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter errors = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, System.getenv(), answers, errors));
    }

    static int run(String[] arguments, Map<String, String> environment, PrintWriter answers, PrintWriter errors) {
        CommandLine command = new CommandLine(new ReportCommand(Clouds.installed()));
        command.setCommandName(environment.getOrDefault("TRISKEL_NAME", "./triskel") + " report");
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build());
        command.setOut(answers);
        command.setErr(errors);
        command.setUsageHelpWidth(TerminalWidth.ofHelp(environment));
        command.setParameterExceptionHandler(WrongUsage::answer);
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof ResultException || failure instanceof IOException) {
                line.getErr().println(failure.getMessage());
                return line.getCommandSpec().exitCodeOnInvalidInput();
            }
            throw failure;
        });
        return StandardOutput.checked(command.execute(arguments), answers, errors);
    }

    @Override
    public Integer call() throws IOException {
        Material material = Material.of(
                        Results.read(folders),
                        baseline.map(folder -> LoadRun.of(Results.read(List.of(folder)), clouds)),
                        Words.in(language(), clouds))
                .withEmulatorLatency(emulatorLatency);
        Opening opening = Verdicts.of(material);
        List<Section> sections = Sections.of(material);
        Path folder = out.orElse(folders.get(0));
        write(folder, "report.html", HtmlReport.of(material, opening, sections));
        write(folder, "report.md", MarkdownReport.of(material.words(), opening, sections));
        write(folder, "report.csv", CsvReport.of(material));
        write(folder, "report.json", ReportJson.of(material, opening, sections) + "\n");
        PrintWriter answers = spec.commandLine().getOut();
        answers.println(opening.answer());
        answers.println("Written: " + folder.resolve("report.html")
                + ", with report.md, report.csv and report.json next to it");
        return material.comparisons().stream().anyMatch(one -> one.verdict() == FigureChange.Verdict.WORSE) ? 1 : 0;
    }

    private static void write(Path folder, String name, String text) throws IOException {
        OutputFile.write(folder.resolve(name), text, "Make room, or name another folder by --out.");
    }

    private Language language() {
        return Language.of(language)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "unknown language '" + language + "'; known: en, fr"));
    }
}
