package io.triskel.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for everything that a command of this version needs, and for what helps to work on Triskel itself. */
final class Examination {
    static final int OLDEST_JAVA = 17;

    private static final String NODE_USERS =
            "demo --target aws or azure, up likewise, and testing the stand-ins for the clouds (./mvnw verify -Dlocal-clouds)";

    private static final URI REPOSITORY = URI.create("https://repo.maven.apache.org/maven2/");
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");

    private final Machine machine;

    Examination(Machine machine) {
        this.machine = machine;
    }

    List<Finding> findings() {
        return List.of(java(), compiler(), wrapper(), libraries(), git(), node(), npm());
    }

    private Finding java() {
        String version = machine.javaVersion();
        return new Finding(
                "Java",
                Optional.of(version).filter(number -> feature(number) >= OLDEST_JAVA),
                machine.javaHome().toString(),
                "every command",
                true,
                "install a JDK, " + OLDEST_JAVA + " or newer (Debian: apt-get install default-jdk-headless;"
                        + " others: https://adoptium.net), or point JAVA_HOME at one");
    }

    private Finding compiler() {
        Path compiler = machine.javaHome().resolve("bin").resolve("javac");
        return new Finding(
                "Java compiler",
                machine.exists(compiler) || machine.exists(compiler.resolveSibling("javac.exe"))
                        ? Optional.of(machine.javaVersion())
                        : Optional.empty(),
                compiler.toString(),
                "building (./triskel after a change, ./mvnw)",
                true,
                "this Java is a runtime without a compiler: install a JDK (Debian: apt-get install"
                        + " default-jdk-headless), or point JAVA_HOME at one");
    }

    private Finding wrapper() {
        Path wrapper = machine.installation().home().resolve("mvnw");
        Path properties = wrapper.resolveSibling(".mvn/wrapper/maven-wrapper.properties");
        return new Finding(
                "Maven wrapper",
                machine.exists(wrapper)
                        ? Optional.of(numberOf(machine.lineOf(properties, "distributionUrl="))
                                .orElse("?"))
                        : Optional.empty(),
                wrapper.toString(),
                "building (./triskel after a change, ./mvnw)",
                true,
                "it is part of the sources: git checkout mvnw");
    }

    private Finding libraries() {
        boolean reachable = machine.answers(REPOSITORY);
        Path fetched = machine.mavenUserHome().resolve("repository");
        boolean cached = machine.exists(fetched.resolve("info").resolve("picocli"));
        Optional<String> state =
                reachable ? Optional.of("reachable") : Optional.of("cached").filter(offline -> cached);
        return new Finding(
                "Maven Central",
                state,
                cached ? fetched.toString() : REPOSITORY.toString(),
                "building (./triskel after a change, ./mvnw)",
                true,
                "let this machine reach " + REPOSITORY + ", or configure a mirror in ~/.m2/settings.xml");
    }

    private Finding git() {
        return new Finding(
                "Git",
                numberOf(machine.firstLineOf("git", "--version")),
                "",
                "contributing",
                false,
                "Debian: apt-get install git; others: https://git-scm.com");
    }

    private Finding node() {
        return new Finding(
                "Node.js",
                numberOf(machine.firstLineOf("node", "--version")),
                "",
                NODE_USERS,
                false,
                "Debian: apt-get install nodejs; others: https://nodejs.org");
    }

    private Finding npm() {
        return new Finding(
                "npm",
                numberOf(machine.firstLineOf("npm", "--version")),
                "",
                NODE_USERS,
                false,
                "it comes with Node.js (Debian: apt-get install npm)");
    }

    private static Optional<String> numberOf(Optional<String> line) {
        return line.map(NUMBER::matcher).filter(Matcher::find).map(Matcher::group);
    }

    /** The 17 of 17.0.21; the 8 of 1.8.0 is not needed, since this class does not load there. */
    private static int feature(String version) {
        Matcher number = Pattern.compile("\\d+").matcher(version);
        return number.find() ? Integer.parseInt(number.group()) : 0;
    }
}
