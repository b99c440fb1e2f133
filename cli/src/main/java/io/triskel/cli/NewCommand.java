package io.triskel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Generates a small project that uses the library, and says how to run it. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        sortOptions = false,
        header = "Generate a small Maven project that uses the library, to start your own from.",
        description = {
            "The project takes an order from placement to confirmation or rejection. It has an event-sourced decider,"
                    + " a consumer, a saga with a timeout and compensation, participants, and tests of each part and of"
                    + " the whole. It runs in memory; a Maven profile per cloud makes its package, which ./triskel up runs"
                    + " on that cloud's local services and deploy.sh deploys.",
            "",
            "Existing files are never overwritten."
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 done, 1 a file could not be written, 2 wrong usage."})
final class NewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = "Maven artifact id, and name of the folder: letters, digits, '-', '_' and '.'.")
    private String name = "";

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "Java package, such as com.example.shop. Default: com.example. plus the name's letters.")
    private Optional<String> javaPackage = Optional.empty();

    @Option(names = "--in", paramLabel = "DIR", description = "Parent of the new folder. Default: the current folder.")
    private Path parent = Path.of("");

    private final Installation installation;

    NewCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() {
        if (!NewProject.isArtifact(name)) {
            throw wrong("'" + name + "' is not a Maven artifact id: start with a letter or digit, and use at most 100"
                    + " letters, digits, '-', '_' and '.', such as my-app");
        }
        String classesIn = javaPackage.orElseGet(() -> NewProject.packageFor(name));
        if (!NewProject.isPackage(classesIn)) {
            throw wrong("'" + classesIn
                    + "' is not a Java package for an application: use words of lower-case letters and digits,"
                    + " none of them a Java keyword, joined by dots, such as com.example.shop");
        }
        Path folder = parent.resolve(name);
        requireRoom(folder);
        String triskel = TriskelVersion.number();
        new NewProject(name, classesIn, triskel).writeTo(folder);
        sayWhatIsNext(folder, triskel);
        return 0;
    }

    private void requireRoom(Path folder) {
        if (Files.exists(parent) && !Files.isDirectory(parent)) {
            throw wrong("--in " + parent + " is a file, not a folder");
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
            throw wrong(folder + " exists and is not a folder; use another name");
        }
        if (Files.isDirectory(folder) && !isEmpty(folder)) {
            throw wrong(folder + " exists and is not empty; use another name, or another folder with --in");
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException unreadable) {
            throw new Failure("cannot read " + folder + ": " + unreadable, unreadable);
        }
    }

    private void sayWhatIsNext(Path folder, String triskel) {
        PrintWriter out = spec.commandLine().getOut();
        Stream<String> first = NewProject.isPublished(triskel)
                ? Stream.of("Run and test it. Maven fetches Triskel " + triskel + " from Maven Central:")
                : Stream.of(
                        "Triskel is not published yet. Install it into your local repository once:",
                        "  (cd " + UpCommand.word(installation.home().toString())
                                + " && ./mvnw -q install -Dquick -Dtriskel.out=target/quick -Dmaven.test.skip \\",
                        "      -pl bom,eda-core,eda-hosting,eda-testkit -am)",
                        "",
                        "Then run and test the project:");
        Stream<String> next = Stream.of(
                "  cd " + UpCommand.word(folder.toString()),
                "  mvn -q compile exec:java",
                "  mvn test",
                "",
                "Its README.md explains the files, and how to run it on a local cloud.");
        out.println("Created a Maven project in " + folder + ".");
        out.println();
        Stream.concat(first, next).forEach(out::println);
        if (out.checkError()) {
            throw new Failure("cannot write to standard output (is the disk full?); " + folder + " was created");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
