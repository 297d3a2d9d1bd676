package trro.exporter.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.Limits;

/** The share of each account's budget that a backfill takes, beside an exporter that runs with the same key. */
final class BackfillPaces extends Options {

    private static final int SHARE = 4;

    private final Supplier<Optional<Integer>> requestsPerSecond = optional(
            Integer.class,
            "--requests-per-second=N",
            "Calls a second, for each account and action. By default a quarter of the account's"
                    + " requests_per_second, and not more than it leaves of TRRO's 20.");

    /** The pace of each account by its name. */
    Map<String, Integer> perAccount(ExporterConfig config) throws OperatorMistake {
        Map<String, Integer> paces = new LinkedHashMap<>();
        for (AccountConfig account : config.accounts()) {
            paces.put(account.name(), pace(account));
        }
        return paces;
    }

    private int pace(AccountConfig account) throws OperatorMistake {
        Optional<Integer> given = requestsPerSecond.get();
        if (given.isPresent()) {
            int asked = given.get();
            if (asked < 1 || asked > Limits.REQUESTS_PER_SECOND) {
                throw new OperatorMistake(
                        "--requests-per-second: " + asked + " is not within 1 to " + Limits.REQUESTS_PER_SECOND);
            }
            return asked;
        }
        int left = Limits.REQUESTS_PER_SECOND - account.requestsPerSecond();
        if (left < 1) {
            throw new OperatorMistake("account " + account.name() + " leaves nothing of TRRO's "
                    + Limits.REQUESTS_PER_SECOND + " calls a second; lower its requests_per_second (16 leaves 4), or"
                    + " stop the exporter and give --requests-per-second");
        }
        return Math.max(1, Math.min(left, account.requestsPerSecond() / SHARE));
    }

    /** A line for each account whose exporter and backfill together would ask for more than TRRO allows. */
    List<String> warnings(ExporterConfig config, Map<String, Integer> paces) {
        return config.accounts().stream()
                .filter(account -> account.requestsPerSecond() + paces.getOrDefault(account.name(), 0)
                        > Limits.REQUESTS_PER_SECOND)
                .map(account -> ("an exporter of account %s at %d calls a second and this backfill at %d are more than"
                                + " TRRO's %d; stop the exporter meanwhile, or give --requests-per-second=%d")
                        .formatted(
                                account.name(),
                                account.requestsPerSecond(),
                                paces.get(account.name()),
                                Limits.REQUESTS_PER_SECOND,
                                Math.max(1, Limits.REQUESTS_PER_SECOND - account.requestsPerSecond())))
                .toList();
    }
}
