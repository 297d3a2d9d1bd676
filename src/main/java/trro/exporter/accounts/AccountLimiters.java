package trro.exporter.accounts;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.pacing.Limiters;
import trro.exporter.pacing.RateLimiter;

/** The limiters of an account, one for each action: those of its key, or of the place that its key comes from. */
public final class AccountLimiters {

    private final AccountConfig account;
    private final TrroApi api;
    private final Limiters all;
    private final Map<TrroAction, RateLimiter> inUse = new EnumMap<>(TrroAction.class);

    public AccountLimiters(AccountConfig account, TrroApi api, Limiters all) {
        this.account = account;
        this.api = api;
        this.all = all;
    }

    public synchronized RateLimiter limiter(TrroAction action) {
        return inUse.computeIfAbsent(action, this::find);
    }

    /** Each that was asked for. */
    synchronized Map<TrroAction, RateLimiter> inUse() {
        return new EnumMap<>(inUse);
    }

    /** Lets them be found by the key of now, which may have been put into its place since. */
    synchronized void nameAgain() {
        inUse.keySet().forEach(this::find);
    }

    private RateLimiter find(TrroAction action) {
        List<String> payers = new ArrayList<>();
        api.lastingKeyId().map(id -> "key " + id.reveal()).ifPresent(payers::add);
        payers.add("credentials " + account.credentials());
        return all.limiter(payers, place(account.endpoint()), action.label(), account.requestsPerSecond());
    }

    /** An endpoint as one text, however it is written. */
    private static String place(URI endpoint) {
        String scheme = String.valueOf(endpoint.getScheme());
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        int ownPort = scheme.equals("https") ? 443 : 80;
        return scheme + "://" + (host.endsWith(".") ? host.substring(0, host.length() - 1) : host) + ":"
                + (endpoint.getPort() < 0 ? ownPort : endpoint.getPort());
    }
}
