/**
 * Everything that runs for one account: its polling, its discovery, and which project is polled through which account.
 * Start at {@link trro.exporter.accounts.Accounts}.
 */
@NullMarked
package trro.exporter.accounts;

import org.jspecify.annotations.NullMarked;
