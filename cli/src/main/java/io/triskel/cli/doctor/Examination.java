package io.triskel.cli.doctor;

import io.triskel.cli.build.WritableFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for everything that a command of this version needs, and for what helps to work on Triskel itself. */
final class Examination {
    private static final int OLDEST_JAVA = 17;

    /** A local cloud takes up to 450 MB of the temporary folder; all that the launcher builds is smaller. */
    private static final long SPACE_BYTES = 500_000_000;

    private static final String BUILDING = "building (./triskel after a change, ./mvnw)";
    private static final String NODE_USERS =
            "demo, up and load with a local cloud that needs it (demo --help), and testing local clouds (./mvnw verify"
                    + " -Dlocal-clouds)";

    private static final URI REPOSITORY = URI.create("https://repo.maven.apache.org/maven2/");
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");

    private final Machine machine;
    private final MavenSettings maven;
    private final boolean reachable;

    Examination(Machine machine) {
        this.machine = machine;
        maven = machine.mavenSettings();
        reachable = !machine.isArchive() && machine.answers(repository(), maven.proxy());
    }

    List<Finding> findings() {
        return machine.isArchive()
                ? List.of(java(), temporary(), temporarySpace(), node(), npm(), locale())
                : ofClone();
    }

    private List<Finding> ofClone() {
        return List.of(
                java(),
                compiler(),
                wrapper(),
                libraries(),
                proxy(),
                cache(),
                writable(
                        "Checkout",
                        machine.home(),
                        machine.outputFolders(),
                        BUILDING + ", demo and load without --out",
                        WritableFolder.wayOut(machine.home())),
                writable(
                        "Maven folder",
                        mavenHome(),
                        List.of(mavenHome(), fetched()),
                        BUILDING,
                        WritableFolder.MAVEN_WAY_OUT),
                temporary(),
                space("Disk space", machine.home(), BUILDING, true),
                temporarySpace(),
                git(),
                node(),
                npm(),
                locale());
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
                BUILDING,
                true,
                "this Java is a runtime without a compiler: install a JDK (Debian: apt-get install"
                        + " default-jdk-headless), or point JAVA_HOME at one");
    }

    /** The launcher helps itself in a path that Java cannot read, and says which locale it took; Maven by itself fails there. */
    private Finding locale() {
        Optional<String> taken = machine.environment("TRISKEL_LOCALE");
        return new Finding(
                "Locale",
                taken.isPresent() ? Optional.empty() : Optional.of("fits"),
                taken.map(locale -> "Java cannot read a path with an accent in your locale; ./triskel uses " + locale)
                        .orElse("for the paths in use"),
                "./mvnw, in a path with an accent",
                false,
                "export LC_ALL=" + taken.orElse("C.UTF-8"));
    }

    private Finding wrapper() {
        Path wrapper = machine.home().resolve("mvnw");
        return new Finding(
                "Maven wrapper",
                machine.exists(wrapper) ? Optional.of(mavenVersion().orElse("?")) : Optional.empty(),
                wrapper.toString(),
                BUILDING,
                true,
                "it is part of the sources: git checkout mvnw");
    }

    private Optional<String> mavenVersion() {
        return numberOf(
                machine.lineOf(machine.home().resolve(".mvn/wrapper/maven-wrapper.properties"), "distributionUrl="));
    }

    private Finding libraries() {
        String through = maven.proxy().map(proxy -> " through " + proxy).orElse("");
        return new Finding(
                "Maven Central",
                Optional.of("reachable").filter(state -> reachable),
                repository() + through,
                BUILDING + ", unless everything is in the Maven cache",
                !isCached(),
                "allow this machine to reach it, or name a proxy or a mirror in " + settings());
    }

    private Finding proxy() {
        Optional<String> variable = Stream.of(
                        "https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")
                .filter(name -> machine.environment(name).isPresent())
                .findFirst();
        Optional<String> meant = variable.flatMap(machine::environment)
                .flatMap(HostPort::ofAddress)
                .map(HostPort::toString);
        String inEnvironment = variable.map(name -> name + " is " + meant.orElse("not an address"))
                .orElse("none in the environment");
        if (maven.proxy().isPresent()) {
            return proxy(maven.proxy().map(HostPort::toString), "Maven's; " + inEnvironment, "");
        }
        if (variable.isEmpty()) {
            return proxy(Optional.of("none"), "neither in the environment nor in Maven's settings", "");
        }
        HostPort found = variable.flatMap(machine::environment)
                .flatMap(HostPort::ofAddress)
                .orElse(new HostPort("HOST", 8080));
        return proxy(
                Optional.of("unused").filter(state -> reachable),
                inEnvironment + ", which Maven does not read",
                "name it in " + settings() + " (https://maven.apache.org/guides/mini/guide-proxies.html),"
                        + " or export MAVEN_OPTS='-Dhttps.proxyHost=" + found.host() + " -Dhttps.proxyPort="
                        + found.port() + " -Daether.connector.http.useSystemProperties=true'");
    }

    private Finding proxy(Optional<String> state, String detail, String howToGet) {
        return new Finding("Proxy", state, detail, "reaching Maven Central from here", !isCached(), howToGet);
    }

    private Finding cache() {
        return new Finding(
                "Maven cache",
                Optional.of("filled").filter(state -> isCached()),
                fetched().toString(),
                "building without a network",
                false,
                "the first build fetches everything; or copy it from a machine that has built Triskel");
    }

    /** Whether Maven and the libraries of the command line are there; a cloud's may be missing still. */
    private boolean isCached() {
        Path maven = mavenHome()
                .resolve("wrapper/dists/apache-maven-" + mavenVersion().orElse("?"));
        return machine.exists(maven) && machine.exists(fetched().resolve("info").resolve("picocli"));
    }

    /** Where the wrapper keeps Maven itself. */
    private Path mavenHome() {
        return machine.environment("MAVEN_USER_HOME").map(Path::of).orElseGet(this::mavenFolder);
    }

    private Path fetched() {
        return maven.repository().orElseGet(() -> mavenFolder().resolve("repository"));
    }

    private Path mavenFolder() {
        return machine.userHome().resolve(".m2");
    }

    private Path settings() {
        return mavenFolder().resolve("settings.xml");
    }

    private URI repository() {
        try {
            return maven.mirror()
                    .filter(url -> url.startsWith("http"))
                    .map(URI::create)
                    .orElse(REPOSITORY);
        } catch (IllegalArgumentException noAddress) {
            return REPOSITORY;
        }
    }

    private Finding writable(String name, Path folder, List<Path> written, String neededFor, String howToGet) {
        Optional<String> problem = written.stream()
                .map(machine::unwritable)
                .flatMap(Optional::stream)
                .findFirst();
        return new Finding(
                name,
                problem.isPresent() ? Optional.empty() : Optional.of("writable"),
                problem.orElse(folder.toString()),
                neededFor,
                true,
                howToGet);
    }

    private Finding temporary() {
        return writable(
                "Temp folder",
                machine.temporaryFolder(),
                List.of(machine.temporaryFolder()),
                "building, and demo, up and load with a local cloud",
                "ask an administrator to run chmod 1777 " + machine.temporaryFolder());
    }

    private Finding temporarySpace() {
        return space("Temp space", machine.temporaryFolder(), "demo, up and load with a local cloud", false);
    }

    private Finding space(String name, Path folder, String neededFor, boolean required) {
        OptionalLong free = machine.usableBytes(folder);
        String size = free.isPresent() ? String.format(Locale.ROOT, "%.1f GB", free.getAsLong() / 1e9) : "?";
        boolean enough = free.orElse(SPACE_BYTES) >= SPACE_BYTES;
        return new Finding(
                name,
                Optional.of(size).filter(known -> enough),
                (enough ? "" : "only " + size + " ") + "free in " + folder,
                neededFor,
                required,
                "make room: " + SPACE_BYTES / 1_000_000 + " MB are enough");
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
