"""What an office works by, as data with sources and dates: administrative units, lists of values, procedures in force.

Files are read here and decoded strictly; what comes out is plain and pure.
"""
