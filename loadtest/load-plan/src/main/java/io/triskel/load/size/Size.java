package io.triskel.load.size;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.cloud.HelpTexts;
import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.price.Exchange;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.price.PriceException;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.CommandProcess;
import io.triskel.load.workload.Logs;
import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./triskel size}. */
@Command(
        name = "size",
        mixinStandardHelpOptions = true,
        header = "Compute what a workload needs and costs on each cloud, from documented limits and list prices.",
        description = {
            "",
            "Needs no account and runs nothing. Shows units and their binding limit,",
            "functions, the lowest possible latency, and the cost per million events and per",
            "month; --details itemises the cost, --json adds each price's source and date.",
            "Unverified figures are marked; unpriced items are listed, not added.",
            "docs/sizing.md explains the formulas, docs/workload.md the workload file."
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Exit codes: 0 every cloud has an offer that carries the workload; 1 a cloud",
            "has none; 2 wrong usage or unreadable input.",
        })
public final class Size implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WORKLOAD.yaml", description = "Such as loadtest/workloads/iot-fleet.yaml.")
    private Path file = Path.of("");

    @Option(
            names = "--target",
            split = ",",
            paramLabel = "CLOUD",
            description = "${bundle:clouds}; separate several with commas. Default: all.")
    private List<String> targets;

    @Option(names = "--region", paramLabel = "REGION", description = "us or eu. Default: the workload's region.")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--load",
            paramLabel = "SHARE",
            description = "Share of each unit's capacity to plan with. Default: ${DEFAULT-VALUE}.")
    private double load = Sizing.LOAD;

    @Option(
            names = "--logs",
            paramLabel = "HOW-MUCH",
            description =
                    "none, sampled (one invocation in ten) or all of the functions' logs. Default: the workload's, or a"
                            + " range whose likely figure has none.")
    private Optional<String> logs = Optional.empty();

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            description = "USD or EUR; EUR uses the price file's dated rate. Default: ${DEFAULT-VALUE}.")
    private String currency = "USD";

    @Option(names = "--prices", paramLabel = "FILE", description = "A price file to use instead of the shipped one.")
    private Optional<Path> prices = Optional.empty();

    @Option(names = "--offers", paramLabel = "FILE", description = "An offer file to use instead of the shipped one.")
    private Optional<Path> offerFile = Optional.empty();

    @Option(
            names = "--details",
            description =
                    "Also print items, limits and notes of each cloud's cheapest offer, and why others were not taken.")
    private boolean details;

    @Option(
            names = "--curves",
            description = "Also print cost by rate with crossovers, and the effect of wrong assumptions.")
    private boolean curves;

    @Option(names = "--run", description = "Print only the maximum cost of one load run of the workload.")
    private boolean run;

    @Option(
            names = "--offer",
            split = ",",
            paramLabel = "NAME",
            description = "With --run: a prefix of the deployed offer's name. Default: the most expensive.")
    private List<String> offers = new ArrayList<>();

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "Also write the plan that infra/CLOUD/deploy.sh --plan FILE deploys, for a workload with orders"
                            + " and a function in its demand.")
    private Optional<Path> plan = Optional.empty();

    @Option(names = "--json", description = "Print everything as JSON, in USD.")
    private boolean json;

    private final Clouds known;

    private Size(Clouds known) {
        this.known = known;
        targets = new ArrayList<>(known.ids());
    }

    /** Exits with 0 if every cloud carries the workload, 1 if one does not, 2 on wrong usage. */
    public static void main(String[] arguments) {
        CommandProcess.run(
                (environment, out, err, all) -> run(Clouds.installed(), environment, out, err, all), arguments);
    }

    static int run(
            Clouds clouds, Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        return CommandProcess.execute(
                new CommandLine(new Size(clouds))
                        .setResourceBundle(new HelpTexts(Map.of("clouds", String.join(", ", clouds.ids())))),
                "size",
                List.of(InputException.class, PriceException.class, IOException.class),
                environment,
                out,
                err,
                arguments);
    }

    @Override
    public Integer call() throws IOException {
        check();
        Requests requests = Requests.measured();
        PriceBook book = prices.map(PriceBook::read).orElseGet(PriceBook::shipped);
        Workload workload = WorkloadFile.read(file);
        List<Offers> clouds = clouds(requests);
        if (run) {
            String place = region.orElse(workload.demand().region().name().toLowerCase(Locale.ROOT));
            show(
                    clouds.stream()
                            .map(cloud -> RunCost.of(workload, cloud, book, place, offers))
                            .toList(),
                    book);
            return 0;
        }
        Need need = Sizing.need(workload, load, region, logs.map(Size::kept));
        Sizing sizing = Sizing.of(workload, need, book, clouds);
        List<Curves.Curve> drawn = curves ? drawn(clouds, new Curves(need, book)) : List.of();
        List<Sensitivity.Row> rows = curves ? new Sensitivity(clouds, book).of(need) : List.of();
        if (plan.isPresent()) {
            write(sizing, plan.get());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(SizingJson.of(sizing, drawn, rows).toPrettyString());
        } else {
            Currency shown = currency(book);
            out.print(TextReport.of(sizing, shown, details));
            if (curves) {
                out.print(CurveText.of(drawn, rows, shown));
            }
        }
        out.flush();
        return sizing.carried() ? 0 : 1;
    }

    private void write(Sizing sizing, Path to) throws IOException {
        if (!sizing.need().orders() || sizing.need().function().isEmpty()) {
            throw wrong("--plan deploys the order pipeline: " + file
                    + " needs 'orders: true' and a 'function' in its demand, as"
                    + " loadtest/workloads/bank-orders.yaml has");
        }
        PlanFile.write(sizing, to, spec.commandLine().getErr());
    }

    private static List<Curves.Curve> drawn(List<Offers> clouds, Curves curves) {
        List<Offers> drawn = new ArrayList<>(clouds);
        if (clouds.size() > 1) {
            drawn.add(new Together(clouds));
        }
        return drawn.stream().map(curves::of).toList();
    }

    private void check() {
        for (String target : targets) {
            if (!known.ids().contains(target)) {
                throw wrong("unknown target '" + target + "'; known: " + String.join(", ", known.ids()));
            }
        }
        region.filter(name -> !List.of("us", "eu").contains(name)).ifPresent(name -> {
            throw wrong("unknown region '" + name + "'; known: us, eu");
        });
        logs.filter(word -> Stream.of(Logs.values()).noneMatch(one -> one.word().equals(word)))
                .ifPresent(word -> {
                    throw wrong("--logs must be none, sampled or all, not '" + word + "'");
                });
        if (!(load > 0) || load > 1) {
            throw wrong("--load must be a share above 0 and at most 1, such as 0.7, not " + load);
        }
        if (!List.of("USD", "EUR").contains(currency)) {
            throw wrong("unknown currency '" + currency + "'; known: USD, EUR");
        }
    }

    private static Logs kept(String word) {
        return Logs.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private List<Offers> clouds(Requests requests) {
        Optional<OfferBook> book = offerFile.map(OfferBook::read);
        return known.offers(requests).stream()
                .filter(cloud -> targets.contains(cloud.name()))
                .map(cloud -> book.map(cloud::with).orElse(cloud))
                .toList();
    }

    private Currency currency(PriceBook book) {
        if (currency.equals("USD")) {
            return Currency.DOLLAR;
        }
        Optional<Exchange> euro = book.euro();
        if (euro.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("EUR: unverified. " + book.name()
                            + " has no dated rate, so amounts are in USD; docs/sizing.md shows how"
                            + " your own price file can state one.");
            return Currency.DOLLAR;
        }
        spec.commandLine()
                .getErr()
                .println("1 USD is " + euro.get().perDollar() + " EUR as of "
                        + euro.get().asOf() + ": " + euro.get().source());
        return new Currency("EUR", euro.get().perDollar());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void show(List<RunCost> costs, PriceBook book) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(SizingJson.of(costs, book).toPrettyString());
        } else {
            out.println("Computed from list prices of " + book.asOf() + " (" + book.name() + "). Nothing was run.");
            RunCost.lines(costs).forEach(out::println);
        }
        out.flush();
    }
}
