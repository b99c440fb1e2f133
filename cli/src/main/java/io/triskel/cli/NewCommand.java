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

/** Makes a small project that uses the library, and says how it is run. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        sortOptions = false,
        header = "Make a small Maven project that uses the library, to begin your own with.",
        description = {
            "An order from its placing to its confirmation or rejection: an event-sourced decider, a consumer, a saga with"
                    + " a time-out and compensation, its participants, and tests of each alone and of all together. It"
                    + " runs in memory, and on a local AWS by one changed line and a Maven profile.",
            "",
            "Nothing that is there is written over."
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 done, 1 it could not be written, 2 wrong usage."})
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
            description = "Java package, such as com.example.shop. Default: com.example. and the name's letters.")
    private Optional<String> javaPackage = Optional.empty();

    @Option(names = "--in", paramLabel = "DIR", description = "Where the folder is made. Default: here.")
    private Path parent = Path.of("");

    private final Installation installation;

    NewCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() {
        if (!NewProject.isArtifact(name)) {
            throw wrong("'" + name + "' is no Maven artifact id: it begins with a letter or digit, and has at most 100"
                    + " letters, digits, '-', '_' and '.', such as my-app");
        }
        String classesIn = javaPackage.orElseGet(() -> NewProject.packageFor(name));
        if (!NewProject.isPackage(classesIn)) {
            throw wrong("'" + classesIn + "' is no Java package for an application: words of small letters and digits,"
                    + " none of them a keyword of Java, joined by dots, such as com.example.shop");
        }
        Path folder = parent.resolve(name);
        requireRoom(folder);
        new NewProject(name, classesIn, TriskelVersion.number()).writeTo(folder);
        sayWhatIsNext(folder);
        return 0;
    }

    private void requireRoom(Path folder) {
        if (Files.exists(parent) && !Files.isDirectory(parent)) {
            throw wrong("--in " + parent + " is a file, not a folder");
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
            throw wrong(folder + " is there, and is no folder; take another name");
        }
        if (Files.isDirectory(folder) && !isEmpty(folder)) {
            throw wrong(folder + " is there, and is not empty; take another name, or --in another folder");
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException unreadable) {
            throw new Failure("cannot look into " + folder + ": " + unreadable, unreadable);
        }
    }

    private void sayWhatIsNext(Path folder) {
        PrintWriter out = spec.commandLine().getOut();
        Stream.of(
                        folder + " is a Maven project now.",
                        "",
                        "Triskel is not published yet. Put it into your local repository, once:",
                        "  (cd " + UpCommand.word(installation.home().toString())
                                + " && ./mvnw -q install -Dquick -Dtriskel.out=target/quick -Dmaven.test.skip \\",
                        "      -pl bom,eda-core,eda-testkit -am)",
                        "",
                        "Then run the project, and test it:",
                        "  cd " + UpCommand.word(folder.toString()),
                        "  mvn -q compile exec:java",
                        "  mvn test",
                        "",
                        "Its README.md says what is where, and how it runs on a local AWS.")
                .forEach(out::println);
        if (out.checkError()) {
            throw new Failure("standard output cannot be written to (is the disk full?); " + folder + " is written");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
