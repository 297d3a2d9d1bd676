package trro.exporter.model;

import java.util.OptionalLong;

/**
 * The licences of an account by state.
 *
 * @param valid licences that may be used
 * @param bound licences bound to a device
 * @param unbound licences bound to none
 * @param expired licences past their end
 * @param overMonthlyUsage licences over this month's usage; empty where TRRO does not tell
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68086">GetLicenseStat</a>
 */
public record LicenseCounts(long valid, long bound, long unbound, long expired, OptionalLong overMonthlyUsage) {}
